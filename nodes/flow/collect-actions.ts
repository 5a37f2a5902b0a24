// What the actions of one transition ask for: messages and effects rendered at their moment, timers, the path taken.
import type { Effect, EffectKind } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { ActionParams } from '#nodes/kit/machine.ts';
import { BUILTIN } from './builtin-states.ts';
import type { FlowContext } from './context.ts';
import type { FlowSettings } from './document.ts';
import { renderMessage } from './render.ts';
import { resolveValue } from './resolve.ts';
import type { MachineEvent } from './route-event.ts';
import { scopeFrom } from './scope.ts';
import type { FlowFault, TimerToSet, TraceStep } from './step-result.ts';
import type { Place } from './variable-places.ts';

/** An action as XState returns it, with the context of its very moment. */
export interface DoneAction {
  readonly type: string;
  readonly params?: unknown;
  readonly info: { readonly context: FlowContext; readonly event: unknown };
}

/** What a transition came to. */
export interface Collected {
  readonly effects: readonly Effect[];
  readonly timers: { readonly set: readonly TimerToSet[]; readonly cancel: readonly string[] };
  readonly trace: readonly TraceStep[];
  /** The way led through the built-in apology state. */
  readonly apologised: boolean;
  /** A catch took over after a failure. */
  readonly caught: boolean;
}

/** Nothing yet. */
export const NOTHING_COLLECTED: Collected = {
  effects: [],
  timers: { set: [], cancel: [] },
  trace: [],
  apologised: false,
  caught: false,
};

/** Reads the actions in order, on top of what stands already. Fails with a `NodeFault` when a message or request cannot be filled in. */
export function collectActions(
  actions: readonly DoneAction[],
  event: MachineEvent,
  settings: FlowSettings,
  placeOf: (node: string) => Place,
  before: Collected = NOTHING_COLLECTED,
): Collected {
  const effects: Effect[] = [...before.effects];
  const trace: TraceStep[] = [...before.trace];
  const timers = new Map<string, TimerToSet>(before.timers.set.map((timer) => [timer.id, timer]));
  const cancelled = new Set<string>(before.timers.cancel);
  let { apologised, caught } = before;
  const { locale: fallbackLocale, timeZone } = settings;
  for (const action of actions) {
    const moment = action.info.context;
    const fill = <R>(node: string, make: (scope: ReturnType<typeof scopeFrom>, locale: string) => R): R =>
      guarded(node, moment, () =>
        make(scopeFrom(moment, event as unknown as Json, timeZone, placeOf(node)), moment.session.locale),
      );
    switch (action.type) {
      case 'enter': {
        const { node } = parseParams(action);
        if (node === BUILTIN.faulted) apologised = true;
        else trace.push({ node });
        break;
      }
      case 'handled':
        apologised = false;
        caught = true;
        break;
      case 'leave': {
        const { node, port } = parseParams(action);
        trace.push({ node, port });
        break;
      }
      case 'say': {
        const { node, message } = parseParams(action);
        const body = fill(node, (scope, locale) => renderMessage(message, node, scope, locale, fallbackLocale));
        if (body !== undefined) effects.push(effectFrom('message.send', node, moment, 100 + effects.length, body));
        break;
      }
      case 'effect': {
        const { node, index, kind, request } = parseParams(action);
        const resolved = fill(node, (scope, locale) => resolveValue(request, scope, locale, fallbackLocale));
        effects.push(effectFrom(kind, node, moment, index, resolved));
        break;
      }
      case 'xstate.raise': {
        const { id, delay, event: raised } = action.params as { id: string; delay: number; event: { type: string } };
        cancelled.delete(id);
        timers.set(id, { id, event: raised.type, delayMs: delay });
        break;
      }
      case 'xstate.cancel': {
        const { sendId } = action.params as { sendId: string };
        timers.delete(sendId);
        cancelled.add(sendId);
        break;
      }
      default:
    }
  }
  return { effects, timers: { set: [...timers.values()], cancel: [...cancelled] }, trace, apologised, caught };
}

/** The actions up to the entry of the node that failed in this visit; none when it was entered in an earlier step. */
export function actionsBefore(
  actions: readonly DoneAction[],
  node: string,
  visit: number | undefined,
): readonly DoneAction[] {
  const at = actions.findIndex(
    (action) =>
      action.type === 'enter' && parseParams(action).node === node && action.info.context.visits[node] === visit,
  );
  return actions.slice(0, at + 1);
}

/** A fault of one node, with the visit it happened in. */
export class NodeFault extends Error {
  readonly node: string;
  readonly visit: number | undefined;
  override readonly cause: unknown;
  constructor(node: string, cause: unknown, visit: number | undefined) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.node = node;
    this.visit = visit;
    this.cause = cause;
  }
}

/** How any thrown thing is written down. */
export function faultFrom(error: unknown): FlowFault {
  if (error instanceof NodeFault) {
    const code = error.cause instanceof FlowError ? error.cause.code : 'INTERNAL';
    return { code, message: error.message, node: error.node };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: message.includes('Infinite loop') ? 'FLOW_RUNAWAY' : 'INTERNAL', message, node: null };
}

function effectFrom(kind: EffectKind, node: string, moment: FlowContext, index: number, request: unknown): Effect {
  const visit = moment.visits[node] ?? 0;
  return { id: `${node}:${String(visit)}:${String(index)}`, kind, node, visit, index, request } as unknown as Effect;
}

function guarded<R>(node: string, moment: FlowContext, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw new NodeFault(node, error, moment.visits[node]);
  }
}

type AnyParams = ActionParams['enter'] & ActionParams['leave'] & ActionParams['say'] & ActionParams['effect'];

/** Action params are written by the compiler and typed by kit/machine. */
function parseParams(action: DoneAction): AnyParams {
  return action.params as AnyParams;
}
