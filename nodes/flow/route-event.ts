// Where an event enters the chart: a topic may cut in, a timer has its own name, all else goes to the waiting state.
import type { AnyMachineSnapshot } from 'xstate';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { WrittenForm } from '#nodes/kit/form-fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { InterruptPolicy } from '#nodes/kit/policies.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { STAY_CHOICE, STAY_LABEL, SWITCH_CHOICE, SWITCH_LABEL } from '#nodes/wire/topic-choices.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import { readWrittenForm } from './answer/written-form.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext } from './context.ts';
import type { FlowEvent, MessageReceived } from './events.ts';
import type { Signal } from './signals.ts';
import { topicLabel } from './topic-label.ts';
import { askAbout, holdTopic, nextHeld, parkTopic, pendingSwitch, withHeld, withoutPending } from './topics.ts';
import type { TriggerMatch } from './triggers.ts';

/** An event as the chart names it. */
export type MachineEvent = FlowEvent | { readonly type: string; readonly at: number; readonly [key: string]: unknown };

/** An event as the chart names it, and the context it meets: a question that is cut into is parked first. */
export interface Routed {
  readonly event: MachineEvent;
  readonly context: FlowContext;
}

/** Decides which event the chart gets. */
export function routeEvent(
  flow: CompiledFlow,
  live: AnyMachineSnapshot,
  context: FlowContext,
  event: FlowEvent,
): Routed {
  if (event.type === 'timer.elapsed') return { event: { type: event.event, at: event.at }, context };
  if (event.type === 'person.requested' || (event.type === 'choice.selected' && event.choice === PERSON_CHOICE)) {
    // The person is there already, also while the flow runs a branch beside the talk.
    if (context.person !== null) return { event: { type: 'person.present', at: event.at }, context };
    return { event: { type: 'person.requested', at: event.at, messageId: event.messageId }, context };
  }
  if (context.topics?.pending !== undefined) {
    const decided = decideSwitch(flow, live, context, event);
    if (decided !== undefined) return decided;
  }
  if (event.type !== 'message.received' || context.person !== null || live.hasTag('queue')) return { event, context };
  const { personButton } = flow.document.settings;
  if (personButton && flow.triggers.asksForPerson(event.text))
    return { event: { type: 'person.requested', at: event.at, messageId: event.messageId }, context };
  const waits = parseMeta(live);
  const values = waits?.form === undefined ? undefined : readWrittenForm(waits.form, event.text);
  if (values !== undefined)
    return { event: { type: 'form.submitted', at: event.at, messageId: event.messageId, values }, context };
  const resting = isResting(waits);
  const works = live.hasTag('working');
  if (!resting && !works && waits !== undefined && (waits.interrupt === 'deny' || isSureAnswer(waits, event, context)))
    return { event, context };
  const match = triggerFor(flow, context, event, resting);
  if (match === undefined) return { event, context };
  // What is under way is not abandoned for a topic that lets everything else come back; the topic waits for its turn.
  if (works && match.comesBack)
    return { event: { type: 'topic.held', at: event.at }, context: holdTopic(context, match.node) };
  if (works && waits?.interrupt === 'deny') return { event, context };
  if (!resting && waits?.interrupt === 'ask') return ask(flow, waits, match, context, event.at);
  return { event: { ...event, type: `trigger.${match.node}` }, context: parked(context, waits, match) };
}

/**
 * Where a signal enters the chart; undefined when nothing listens now. It never cuts into work under way, nor into the queue;
 * beside a person its branch runs like the `accepted` branch of a handoff.
 */
export function routeSignal(
  flow: CompiledFlow,
  live: AnyMachineSnapshot,
  context: FlowContext,
  signal: Signal,
  at: number,
): Routed | undefined {
  const match = flow.triggers.bySignal(signal.name);
  if (match === undefined || live.status !== 'active' || live.hasTag('queue') || live.hasTag('working'))
    return undefined;
  const event = { type: `trigger.${match.node}`, at, name: signal.name, data: signal.data };
  if (live.hasTag('person')) return match.mayInterrupt ? { event, context } : undefined;
  const waits = parseMeta(live);
  if (isResting(waits)) return { event, context };
  if (waits === undefined || waits.interrupt === 'deny' || !match.mayInterrupt) return undefined;
  if (waits.interrupt === 'ask' && context.person === null) return ask(flow, waits, match, context, at);
  return { event, context: parked(context, waits, match) };
}

/**
 * A topic that was held enters the chart once the flow stands still and lets it in. Undefined: not now, or nothing is held; with a context alone,
 * what was held is given up.
 */
export function routeHeld(
  flow: CompiledFlow,
  live: AnyMachineSnapshot,
  context: FlowContext,
  at: number,
): { readonly event?: MachineEvent; readonly context: FlowContext } | undefined {
  if (context.topics?.held === undefined || context.topics.pending !== undefined) return undefined;
  if (live.status !== 'active' || live.hasTag('working')) return undefined;
  // A person reads what was said.
  if (context.person !== null || live.hasTag('queue') || live.hasTag('person'))
    return { context: withHeld(context, []) };
  const waits = parseMeta(live);
  const resting = isResting(waits);
  if (!resting && (waits === undefined || waits.interrupt === 'deny')) return undefined;
  const { held, context: rest } = nextHeld(context, flow.document.settings);
  if (held === undefined || !Object.hasOwn(flow.config.on, `trigger.${held.trigger}`)) return { context: rest };
  const said = { ...rest, turn: held.turn };
  const match = { node: held.trigger, mayInterrupt: true, comesBack: true };
  if (!resting && waits?.interrupt === 'ask') return ask(flow, waits, match, said, at);
  return { event: { type: `trigger.${held.trigger}`, at, text: held.turn.text }, context: parked(said, waits, match) };
}

interface WaitingMeta {
  readonly node: string;
  readonly interrupt: InterruptPolicy;
  readonly sureAnswers?: readonly AnswerSpec[];
  readonly mergeBurstMs?: number;
  readonly form?: WrittenForm;
}

function isResting(waits: WaitingMeta | undefined): boolean {
  return waits?.node.startsWith('_') === true;
}

function parked(context: FlowContext, waits: WaitingMeta | undefined, { comesBack }: TriggerMatch): FlowContext {
  return parkTopic(context, isResting(waits) ? undefined : waits, comesBack);
}

function triggerFor(
  flow: CompiledFlow,
  context: FlowContext,
  event: MessageReceived,
  resting: boolean,
): TriggerMatch | undefined {
  const matches = [flow.triggers.byKeyword(event.text), flow.triggers.byIntent(context.turn.understood)];
  return matches.find((match) => match !== undefined && (resting || match.mayInterrupt));
}

/** The chart stays where it is; the customer says whether to leave. */
function ask(flow: CompiledFlow, { node }: WaitingMeta, match: TriggerMatch, context: FlowContext, at: number): Routed {
  const { locale } = context.session;
  const event = {
    type: 'topic.asked',
    at,
    from: topicLabel(flow, node, locale) || localize(THIS_QUESTION, locale),
    to: topicLabel(flow, match.node, locale) || localize(THAT_TOPIC, locale),
  };
  return { event, context: askAbout(context, node, match.node, match.comesBack) };
}

const THIS_QUESTION = { 'zh-CN': '刚才的问题', en: 'the last question' };
const THAT_TOPIC = { 'zh-CN': '您刚说的事', en: 'what you just said' };

/** The customer's word on "switch to …?". Anything that is no such word belongs to the open question. */
function decideSwitch(
  flow: CompiledFlow,
  live: AnyMachineSnapshot,
  context: FlowContext,
  event: FlowEvent,
): Routed | undefined {
  const waits = parseMeta(live);
  const pending = pendingSwitch(context, waits);
  const isForm = event.type === 'form.submitted' || event.type === 'files.received';
  const isAct = event.type === 'message.received' || event.type === 'choice.selected' || isForm;
  if (waits === undefined || pending === undefined || !isAct) return undefined;
  const without = withoutPending(context);
  const word = isForm ? undefined : switchWord(event, context);
  const again =
    event.type === 'message.received' ? triggerFor(flow, context, event, false)?.node === pending.trigger : false;
  if (word === true || (word === undefined && again)) {
    const turn = event.type === 'message.received' && again ? context.turn : pending.turn;
    const left = parkTopic({ ...without, turn }, waits, pending.comesBack);
    return { event: { type: `trigger.${pending.trigger}`, at: event.at, text: turn.text }, context: left };
  }
  if (word === false) return { event: { type: `resume.${pending.node}`, at: event.at }, context: without };
  const routed = routeEvent(flow, live, without, event);
  return routed;
}

const WORDS: AnswerSpec = {
  kind: 'choice',
  options: [
    { id: SWITCH_CHOICE, label: SWITCH_LABEL, keywords: ['切换', '换话题', 'switch over'] },
    { id: STAY_CHOICE, label: STAY_LABEL, keywords: ['继续', '不换', 'go on', 'continue'] },
  ],
  multiple: false,
  fuzzy: false,
};

function switchWord(event: FlowEvent, context: FlowContext): boolean | undefined {
  const moment = { now: context.now, locale: context.session.locale };
  const chosen = parseAnswer(WORDS, event, moment);
  if (chosen.ok) return chosen.value === SWITCH_CHOICE;
  if (event.type !== 'message.received') return undefined;
  const said = parseAnswer({ kind: 'confirm' }, event, moment);
  return said.ok && typeof said.value === 'boolean' ? said.value : undefined;
}

function isSureAnswer(waits: WaitingMeta, event: MessageReceived, context: FlowContext): boolean {
  return (waits.sureAnswers ?? []).some(
    (answer) => parseAnswer(answer, event, { now: context.now, locale: context.session.locale }).ok,
  );
}

/** The meta of the waiting state, written by kit/behaviours. */
export function parseMeta(live: AnyMachineSnapshot): WaitingMeta | undefined {
  const metas = Object.values(live.getMeta() as Record<string, { interrupt?: string } | undefined>);
  return metas.find((meta) => meta?.interrupt !== undefined) as WaitingMeta | undefined;
}
