// The stack of open questions: what a topic that cuts in leaves behind, and what is asked again when that topic is over.
import type { Localized } from '#nodes/kit/localized.ts';
import type { FlowContext, HeldTopic, ParkedTopic, Topics } from './context.ts';
import type { FlowSettings } from './document.ts';

/** Questions kept at most; the oldest one is given up first. */
export const MAX_PARKED = 10;

/** What holds when a flow says nothing about it. */
export const DEFAULT_TOPICS = {
  bridge: { 'zh-CN': '好的，我们接着刚才的问题。', en: 'Right, back to where we were.' } as Localized,
  switchQuestion: {
    'zh-CN': '刚才在说‹{{ event.from }}›，要换到‹{{ event.to }}›吗？',
    en: 'You were at ‹{{ event.from }}›. Switch to ‹{{ event.to }}›?',
  } as Localized,
  giveUpMs: 1_800_000,
  maxResumes: 3,
} as const;

/** The settings of a flow, filled up. An empty bridge says nothing. */
export function topicSettings(settings: FlowSettings): {
  readonly bridge: Localized;
  readonly switchQuestion: Localized;
  readonly giveUpMs: number;
  readonly maxResumes: number;
} {
  return { ...DEFAULT_TOPICS, ...settings.topics };
}

/** A waiting question as the chart shows it. */
export interface OpenQuestion {
  readonly node: string;
}

/** The context in which the open question is parked. Without `comesBack` everything that was open is given up. */
export function parkTopic(context: FlowContext, open: OpenQuestion | undefined, comesBack: boolean): FlowContext {
  if (!comesBack) return forgetTopics(context);
  if (open === undefined) return context;
  const { node } = open;
  const visit = context.visits[node] ?? 0;
  const topics = context.topics ?? NONE;
  const again = topics.resumed?.node === node && topics.resumed.visit === visit ? topics.resumed : undefined;
  const parked: ParkedTopic = {
    node,
    visit,
    since: again?.since ?? context.now,
    times: again?.times ?? 0,
  };
  // A question is on the stack once: where it was opened last.
  const others = topics.parked.filter((other) => other.node !== node);
  const held = topics.held === undefined ? {} : { held: topics.held };
  return { ...context, topics: { parked: [...others, parked].slice(-MAX_PARKED), ...held } };
}

/** The newest question worth asking again, and the context without it and without those that were given up on the way. */
export function nextTopic(
  context: FlowContext,
  settings: FlowSettings,
  isKnown: (node: string) => boolean,
): { readonly topic: ParkedTopic | undefined; readonly context: FlowContext } {
  const { giveUpMs, maxResumes } = topicSettings(settings);
  const rest = [...(context.topics?.parked ?? [])];
  for (let topic = rest.pop(); topic !== undefined; topic = rest.pop()) {
    const { node, visit, since, times, first } = topic;
    const isStale = first !== true && (context.now - since > giveUpMs || times >= maxResumes);
    // Asked anew meanwhile by the flow itself: it is not open any more.
    const isOver = (context.visits[node] ?? 0) !== visit;
    if (isStale || isOver || !isKnown(node)) continue;
    const resumed = { node, visit: visit + 1, since, times: times + 1 };
    return { topic, context: { ...context, topics: { parked: rest, resumed } } };
  }
  return { topic: undefined, context: forgetTopics(context) };
}

/** The context that keeps what was just said for when the work is done. A topic is held once: with what was said last. */
export function holdTopic(context: FlowContext, trigger: string): FlowContext {
  const { topics = NONE, turn, now } = context;
  const others = (topics.held ?? []).filter((held) => held.trigger !== trigger);
  const held = [...others, { trigger, since: now, turn }].slice(-MAX_PARKED);
  return { ...context, topics: { ...topics, held } };
}

/** The oldest topic that is held and not too old to be taken up, and the context without it and without those before it. */
export function nextHeld(
  context: FlowContext,
  settings: FlowSettings,
): { readonly held: HeldTopic | undefined; readonly context: FlowContext } {
  const { giveUpMs } = topicSettings(settings);
  const rest = (context.topics?.held ?? []).filter(({ since }) => context.now - since <= giveUpMs);
  const held = rest.shift();
  return { held, context: withHeld(context, rest) };
}

/** The context in which just this is held. */
export function withHeld(context: FlowContext, held: readonly HeldTopic[]): FlowContext {
  const { held: before, ...topics } = context.topics ?? NONE;
  if (before === undefined) return context;
  if (held.length > 0) return { ...context, topics: { ...topics, held } };
  const isOver = topics.parked.length === 0 && topics.resumed === undefined && topics.pending === undefined;
  return isOver ? forgetTopics(context) : { ...context, topics };
}

/** Nothing is open any more. */
export function forgetTopics(context: FlowContext): FlowContext {
  const { topics, ...rest } = context;
  return topics === undefined ? context : rest;
}

/** The context that remembers which topic the customer was asked about. */
export function askAbout(context: FlowContext, node: string, trigger: string, comesBack: boolean): FlowContext {
  const { turn, visits } = context;
  const pending = { trigger, node, visit: visits[node] ?? 0, comesBack, turn };
  return { ...context, topics: { ...(context.topics ?? NONE), pending } };
}

/** The context without the question whether to switch. */
export function withoutPending(context: FlowContext): FlowContext {
  const { pending, ...topics } = context.topics ?? NONE;
  if (pending === undefined) return context;
  const isOver = topics.parked.length === 0 && topics.resumed === undefined && topics.held === undefined;
  return isOver ? forgetTopics(context) : { ...context, topics };
}

/** The question whether to switch, if it still belongs to what is open. */
export function pendingSwitch(context: FlowContext, open: OpenQuestion | undefined): Topics['pending'] {
  const pending = context.topics?.pending;
  if (pending === undefined || open === undefined) return undefined;
  return pending.node === open.node && pending.visit === (context.visits[open.node] ?? 0) ? pending : undefined;
}

const NONE: Topics = { parked: [] };
