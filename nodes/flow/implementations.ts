// What the action, guard and delay names of a compiled flow mean. Pure: the only thing they touch is the fault sink of the running step.
import type { AnyStateMachine } from 'xstate';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { ActionParams, Assignment, DelaySpec, GuardJson, GuardName, GuardParams } from '#nodes/kit/machine.ts';
import type { Value } from '#nodes/kit/values.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import { NodeFault } from './collect-actions.ts';
import type { FlowContext } from './context.ts';
import type { FlowDocument, FlowSettings } from './document.ts';
import type { FlowEvent } from './events.ts';
import { evaluateExpression } from './expression/evaluate-expression.ts';
import { isTruthy, numberFrom } from './expression/json-values.ts';
import { failureOf } from './failed-result.ts';
import { changeContext } from './graft-context.ts';
import { gateMood } from './gates/gate-mood.ts';
import { instantAfterOpen } from './gates/business-time.ts';
import { openStateAt } from './gates/open-state.ts';
import { resolveValue } from './resolve.ts';
import { fillSlots, lacksSlot, readFor } from './slots/fill-slots.ts';
import { scopeFrom, type Scope } from './scope.ts';
import { nextTopic } from './topics.ts';
import {
  beginLoop,
  closeFrame,
  fork,
  hasRound,
  isJoined,
  join,
  nameItem,
  nextRound,
  openFrame,
  outputsOf,
  tally,
  tallyOf,
} from './structure-actions.ts';
import { expireVariable, OUTERMOST, placesOf, writeVariable, type Place } from './variable-places.ts';
import { shareOf } from './share-of.ts';
import { instantFrom } from './zone.ts';

/** Where the running step collects the first fault of a guard or assignment. `step` clears it before and reads it after. */
export interface FaultSink {
  fault: NodeFault | null;
}

const MIN_DELAY_MS = 100;

type Implementations = Parameters<AnyStateMachine['provide']>[0];

/** What XState hands to an implementation. */
interface Moment {
  readonly context: FlowContext;
  readonly event: FlowEvent;
}

interface Args extends Moment {
  readonly settings: FlowSettings;
  /** The variables as the node at work sees them. */
  readonly place: Place;
}

type GuardTable = { readonly [K in GuardName]: (args: Args, params: GuardParams[K]) => boolean };

/** The implementations for one flow. */
export function createImplementations(
  document: FlowDocument,
  delays: Readonly<Record<string, DelaySpec>>,
  sink: FaultSink,
): Implementations {
  const safely = <R>(node: string, { visits }: FlowContext, fallback: R, run: () => R): R => {
    try {
      return run();
    } catch (error) {
      sink.fault ??= new NodeFault(node, error, visits[node]);
      return fallback;
    }
  };
  const { settings } = document;
  const placeOf = placesOf(document);
  const change = <K extends keyof ActionParams>(apply: (args: Args, params: ActionParams[K]) => Partial<FlowContext>) =>
    changeContext(({ context, event }: Moment, params: ActionParams[K]): Partial<FlowContext> =>
      safely(params.node, context, {}, () => apply({ context, event, settings, place: placeOf(params.node) }, params)),
    );
  const actions = {
    visit: change<'visit'>(({ context }, { node }) => ({
      visits: { ...context.visits, [node]: countOf(context.visits, node) + 1 },
    })),
    assign: change<'assign'>((args, { assignments }) => assignAll(args, assignments)),
    keep: change<'keep'>(({ context, event, place }, { target, answer }) => {
      const parsed = parseAnswer(answer, event, { now: context.now, locale: context.session.locale });
      return parsed.ok ? writeVariable(context, place, target, parsed.value) : {};
    }),
    fill: change<'fill'>((args, params) =>
      fillSlots(args.context, args.place, scopeOfMoment(args), args.event, params),
    ),
    count: change<'count'>(({ context }, { node }) => ({
      tries: { ...context.tries, [node]: countOf(context.tries, node) + 1 },
    })),
    forget: change<'forget'>(({ context }, { node }) => {
      if (!Object.hasOwn(context.tries, node)) return {};
      return { tries: Object.fromEntries(Object.entries(context.tries).filter(([key]) => key !== node)) };
    }),
    person: change<'person'>(({ event }, { node, on }) => ({
      person: on ? { node, agent: event.type === 'agent.accepted' ? event.agent : null } : null,
    })),
    caught: change<'caught'>((args, { node, target }) => {
      const failure = failureOf(args.event);
      const known = failure === undefined ? null : { code: failure.code, message: failure.message, node: failure.node };
      return { ...(target === '' ? {} : writeVariable(args.context, args.place, target, known)), catching: node };
    }),
    bridge: change<'bridge'>(({ context }) =>
      context.topics === undefined ? {} : { topics: { ...context.topics, bridged: true } },
    ),
    forgetTopics: change<'forgetTopics'>(({ context }) =>
      context.topics === undefined ? {} : { topics: { parked: [] } },
    ),
    jump: change<'jump'>(({ context }, { target, maxPerTurn, maxPerSession }) => {
      const before =
        context.jumps !== undefined && Object.hasOwn(context.jumps, target) ? context.jumps[target] : undefined;
      const total = (before?.total ?? 0) + 1;
      const turn = (before?.at === context.now ? before.turn : 0) + 1;
      if (turn > maxPerTurn || (maxPerSession > 0 && total > maxPerSession))
        throw tooManyJumps(target, turn > maxPerTurn);
      return { jumps: { ...context.jumps, [target]: { total, at: context.now, turn } } };
    }),
    call: change<'call'>((args, params) => {
      const values = params.inputs.map(({ target, value }) => [target, resolved(args, value)] as const);
      return openFrame(args.context, params, Object.fromEntries(values));
    }),
    exit: change<'exit'>((args, { exit, outputs }) => ({ returned: { exit, outputs: resolved(args, outputs) } })),
    return: change<'return'>((args, { node, outputs }) => {
      const event = { ...args.event, output: outputsOf(args.context) } as unknown as FlowEvent;
      const copied = assignAll({ ...args, event }, outputs);
      return { ...copied, ...closeFrame({ ...args.context, ...copied }, node) };
    }),
    loop: change<'loop'>((args, { node, list }) =>
      beginLoop(args.context, node, list === null ? undefined : evaluateExpression(list, scopeOfMoment(args))),
    ),
    round: change<'round'>(({ context }, { node }) => nextRound(context, node)),
    item: change<'item'>(({ context, place }, params) => nameItem(context, params, place)),
    fork: change<'fork'>(({ context }, { node }) => fork(context, node)),
    join: change<'join'>(({ context }, params) => join(context, params)),
    tally: change<'tally'>((args, { node, key, windowMs }) => tally(args.context, node, windowMs, keyOf(args, key))),
    // Data for `step`: it renders messages and requests with the context of that moment.
    say: noop,
    effect: noop,
    handled: noop,
    enter: noop,
    leave: noop,
  };
  const check = (args: Args, guard: GuardJson): boolean => {
    if (guard.type === 'all') return guard.params.guards.every((part) => check(args, part));
    if (guard.type === 'not') return !check(args, guard.params.guard);
    const table: Record<string, (args: Args, params: never) => boolean> = GUARDS;
    return safely(
      guard.params.node,
      args.context,
      false,
      () => table[guard.type]?.({ ...args, place: placeOf(guard.params.node) }, guard.params as never) === true,
    );
  };
  const guards: Record<string, (moment: Moment, params: never) => boolean> = {};
  for (const type of [...Object.keys(GUARDS), 'all', 'not']) {
    guards[type] = ({ context, event }, params) =>
      check({ context, event, settings, place: OUTERMOST }, { type, params } as GuardJson);
  }
  const delayTable: Record<string, (moment: Moment) => number> = {};
  for (const [name, spec] of Object.entries(delays)) {
    delayTable[name] = ({ context, event }) =>
      'ms' in spec
        ? spec.ms
        : safely(spec.node, context, 0, () =>
            'hours' in spec
              ? openDelay(spec, context.now)
              : delayFrom(spec, { context, event, settings, place: placeOf(spec.node) }),
          );
  }
  // XState's implementation type is generic over a config it infers; the vocabulary in kit/machine is our own check.
  return { actions, guards, delays: delayTable } as Implementations;
}

function noop(): void {
  // Nothing happens inside the chart.
}

const GUARDS: GuardTable = {
  when: (args, { expr, names }) =>
    isTruthy(
      names === undefined
        ? evaluateExpression(expr, scopeOfMoment(args))
        : resolved(args, { $with: names, $value: { $expr: expr } }),
    ),
  answers: ({ context, event }, { answer }) =>
    parseAnswer(answer, event, { now: context.now, locale: context.session.locale }).ok,
  confirms: ({ context, event }, { is }) => {
    const parsed = parseAnswer({ kind: 'confirm' }, event, { now: context.now, locale: context.session.locale });
    return parsed.ok && parsed.value === is;
  },
  chooses: ({ context, event }, { answer, choice, from }) => {
    const said: FlowEvent =
      from === 'turn' ? { type: 'message.received', at: context.now, messageId: '', text: context.turn.text } : event;
    const parsed = parseAnswer(answer, said, { now: context.now, locale: context.session.locale });
    return parsed.ok && (parsed.value === choice || (Array.isArray(parsed.value) && parsed.value[0] === choice));
  },
  isCurrent: ({ context, event }, { node, index }) =>
    (event.type === 'effect.completed' || event.type === 'effect.failed') &&
    event.node === node &&
    event.visit === context.visits[node] &&
    (index === undefined || event.index === index),
  triedEnough: ({ context }, { node, max }) => countOf(context.tries, node) + 1 >= max,
  intentIs: ({ context }, { intent, minScore, minMargin }) => {
    const understood = context.turn.understood;
    const [best, second] = understood?.intents ?? [];
    if (understood === null || best === undefined || understood.outOfScope) return false;
    return best.intent === intent && best.score >= minScore && best.score - (second?.score ?? 0) >= (minMargin ?? 0);
  },
  outOfScope: ({ context }, { minScore }) => {
    const understood = context.turn.understood;
    return understood === null || understood.outOfScope || (understood.intents[0]?.score ?? 0) < minScore;
  },
  moodIs: ({ context }, { mood, gate }) => gateMood(gate, context.moods).mood === mood,
  isOpen: ({ context }, { hours, is }) => openStateAt(hours, context.now) === is,
  fills: (args, params) => readFor(args.context, args.place, scopeOfMoment(args), args.event, params).heard,
  givesUp: (args, params) => readFor(args.context, args.place, scopeOfMoment(args), args.event, params).givesUp,
  lacks: ({ context, place }, params) => lacksSlot(context, place, params),
  catches: ({ context, event }, { node, nodes, codes }) => {
    const failure = failureOf(event);
    // What fails in the branch of a catch is not caught by it again.
    if (failure === undefined || context.catching === node || failure.node === node) return false;
    return (
      (nodes === undefined || (failure.node !== null && nodes.includes(failure.node))) &&
      (codes.length === 0 || codes.includes(failure.code))
    );
  },
  hasTopic: ({ context, settings }, { giveUpMs }) =>
    nextTopic(context, { ...settings, topics: { ...settings.topics, giveUpMs } }, () => true).topic !== undefined,
  personActive: ({ context }, { node }) => context.person?.node === node,
  exits: ({ context }, { exit }) => context.returned?.exit === exit,
  hasRound: (args, params) =>
    hasRound(
      args.context,
      params,
      () => params.while !== null && isTruthy(evaluateExpression(params.while, scopeOfMoment(args))),
    ),
  joined: ({ context }, params) => isJoined(context, params),
  inShare: ({ context: { session } }, { node, by, below, total }) =>
    shareOf((by === 'customer' ? session.contactId : undefined) ?? session.id, node) * total < below,
  tallied: (args, { node, key, limit }) => tallyOf(args.context, node, keyOf(args, key)) > limit,
};

function tooManyJumps(target: string, inTurn: boolean): FlowError {
  return new FlowError(
    'FLOW_RUNAWAY',
    inTurn
      ? `The flow jumped to "${target}" too often without anything happening in between.`
      : `The flow jumped to "${target}" more often than the jump allows in one conversation.`,
    { target },
  );
}

function assignAll(args: Args, assignments: readonly Assignment[]): Partial<FlowContext> {
  let next = args.context;
  for (const { target, value, expireMs } of assignments) {
    const moment = { ...args, context: next };
    next = { ...next, ...writeVariable(next, args.place, target, resolved(moment, value)) };
    if (expireMs !== undefined) next = { ...next, ...expireVariable(next, args.place, target, next.now + expireMs) };
  }
  return next;
}

/** What a counter counts separately, as text: `1` and `'1'` are the same. */
function keyOf(args: Args, key: string | null): string {
  if (key === null) return '';
  return JSON.stringify(evaluateExpression(`text((${key}) ?? '')`, scopeOfMoment(args))).slice(0, 200);
}

function resolved(args: Args, value: Value): Json {
  return resolveValue(value, scopeOfMoment(args), args.context.session.locale, args.settings.locale);
}

/** What an expression sees. Events are JSON by construction. */
function scopeOfMoment({ context, event, settings, place }: Args): Scope {
  return scopeFrom(context, event as unknown as Json, settings.timeZone, place);
}

/** Own counts only: a node may be called "constructor". */
function countOf(counts: Readonly<Record<string, number>>, node: string): number {
  return Object.hasOwn(counts, node) ? (counts[node] ?? 0) : 0;
}

function openDelay({ hours, openMs }: Extract<DelaySpec, { openMs: number }>, now: number): number {
  const due = instantAfterOpen(hours, now, openMs);
  if (due === undefined) {
    throw new FlowError('EXPRESSION_FAILED', 'The opening hours of the wait give no such time within 400 days.');
  }
  return Math.max(MIN_DELAY_MS, due - now);
}

function delayFrom(spec: Extract<DelaySpec, { expr: string }>, args: Args): number {
  const scope = scopeOfMoment(args);
  const value = evaluateExpression(spec.expr, scope);
  // `until` may also be a date or a date-time as text, meant on the flow's clock.
  const ms = (spec.until ? instantFrom(value, scope.timeZone) : numberFrom(value)) ?? Number.NaN;
  const delayMs = spec.until ? ms - args.context.now : ms;
  if (!Number.isFinite(delayMs) || delayMs > 400 * 86_400_000) {
    throw new FlowError('EXPRESSION_FAILED', `The waiting time "${spec.expr}" is not a time within 400 days.`);
  }
  // A time that has passed is due at once, but never without a pause: a circle of such waits would spin.
  return Math.max(MIN_DELAY_MS, delayMs);
}
