// The pure core: one event in, the next snapshot and everything to be done out. The only caller of XState's transition.
import { transition, type AnyMachineSnapshot } from 'xstate';
import type { Effect, EffectKind } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { ActionParams } from '#nodes/kit/machine.ts';
import { BUILTIN } from './builtin-states.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext, FlowSnapshot } from './context.ts';
import type { FlowEvent, SessionStarted } from './events.ts';
import { contextFrom, receiveEvent } from './receive-event.ts';
import { renderMessage } from './render.ts';
import { resolveValue } from './resolve.ts';
import { routeEvent, type MachineEvent } from './route-event.ts';
import { scopeFrom } from './scope.ts';
import type { FlowFault, StepResult, TimerToSet, TraceStep } from './step-result.ts';

/** Skeletons kept per flow; a flow rests in few of its states. */
const SKELETONS_KEPT = 2000;

/** Starts a session: the first step of a flow. */
export function startFlow(flow: CompiledFlow, event: SessionStarted): StepResult {
  const initial: Record<string, Json> = {};
  for (const variable of flow.document.variables) {
    if (variable.scope === 'session' && variable.initial !== undefined)
      initial[variable.name] = variable.initial as Json;
  }
  return play(flow, BUILTIN.begin, contextFrom(event, initial), event);
}

/**
 * Plays one event on a session. Total: a fault of the flow ends in its error port or in the built-in apology, never in an exception.
 * An event nobody listens to gives the same state back, with its time and words remembered.
 */
export function stepFlow(flow: CompiledFlow, snapshot: FlowSnapshot, event: FlowEvent): StepResult {
  if (snapshot.status !== 'active') return resting(flow, snapshot);
  return play(flow, snapshot.value, receiveEvent(snapshot.context, event), event);
}

/** Ends what a session was doing in the built-in apology, for a fault that happened outside the chart. */
export function failFlow(flow: CompiledFlow, snapshot: FlowSnapshot, at: number, fault: FlowFault): StepResult {
  if (snapshot.status !== 'active') return resting(flow, snapshot);
  return apologise(flow, restore(flow, snapshot.value, snapshot.context), snapshot.context, at, fault);
}

function play(flow: CompiledFlow, value: Json, context: FlowContext, event: FlowEvent): StepResult {
  const before = restore(flow, value, context);
  const first = attempt(flow, before, routeEvent(flow, before, context, event));
  if (first.fault === null) return first;
  const { fault } = first;
  const port = fault.node === null ? undefined : `failed.${fault.node}`;
  if (port !== undefined && port in flow.config.on) {
    const mended = attempt(flow, before, { type: port, at: event.at });
    if (mended.fault === null) return { ...mended, fault };
  }
  return apologise(flow, before, context, event.at, fault);
}

function apologise(
  flow: CompiledFlow,
  before: AnyMachineSnapshot,
  context: FlowContext,
  at: number,
  fault: FlowFault,
): StepResult {
  const apology = attempt(flow, before, { type: 'flow.failed', at });
  if (apology.fault === null) return { ...apology, outcome: 'faulted', fault };
  return { ...lastResort(context), fault };
}

function attempt(flow: CompiledFlow, before: AnyMachineSnapshot, event: MachineEvent): StepResult {
  flow.faults.fault = null;
  try {
    const [next, actions] = transition(flow.machine, before, event);
    const result = collect(flow, next, actions as unknown as readonly XAction[], event);
    return flow.faults.fault === null ? result : { ...result, fault: flow.faults.fault };
  } catch (error) {
    const snapshot: FlowSnapshot = {
      value: before.value as Json,
      context: before.context as FlowContext,
      status: 'active',
    };
    return { ...resting(flow, snapshot), fault: flow.faults.fault ?? faultFrom(error) };
  }
}

interface XAction {
  readonly type: string;
  readonly params?: unknown;
  readonly info: { readonly context: FlowContext; readonly event: unknown };
}

function collect(
  flow: CompiledFlow,
  next: AnyMachineSnapshot,
  actions: readonly XAction[],
  event: MachineEvent,
): StepResult {
  const effects: Effect[] = [];
  const trace: TraceStep[] = [];
  const timers = new Map<string, TimerToSet>();
  const cancelled = new Set<string>();
  const context = next.context as FlowContext;
  const { locale: fallbackLocale, timeZone } = flow.document.settings;
  for (const action of actions) {
    const moment = action.info.context;
    switch (action.type) {
      case 'enter':
        trace.push({ node: parseParams<'enter'>(action).node });
        break;
      case 'leave':
        trace.push(parseParams<'leave'>(action));
        break;
      case 'say': {
        const { node, message } = parseParams<'say'>(action);
        const scope = scopeFrom(moment, event as unknown as Json, timeZone);
        const body = guarded(node, () => renderMessage(message, node, scope, moment.session.locale, fallbackLocale));
        effects.push(effectFrom('message.send', node, moment, 100 + effects.length, body as unknown as JsonObject));
        break;
      }
      case 'effect': {
        const { node, index, kind, request } = parseParams<'effect'>(action);
        const scope = scopeFrom(moment, event as unknown as Json, timeZone);
        const resolved = guarded(node, () => resolveValue(request, scope, moment.session.locale, fallbackLocale));
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
  return {
    snapshot: { value: next.value as Json, context, status: next.status === 'done' ? 'done' : 'active' },
    effects,
    timers: { set: [...timers.values()], cancel: [...cancelled] },
    trace,
    outcome: next.status === 'done' ? 'done' : 'waiting',
    fault: null,
    attention: attentionOf(next),
  };
}

/** Restoring walks the whole flow, so one skeleton per state value is kept and only the context is grafted on. */
function restore(flow: CompiledFlow, value: Json, context: FlowContext): AnyMachineSnapshot {
  const key = typeof value === 'string' ? value : JSON.stringify(value);
  let skeleton = flow.skeletons.get(key);
  if (skeleton === undefined) {
    skeleton = flow.machine.restoreSnapshot(
      { status: 'active', value, context: {}, historyValue: {}, children: {} } as never,
      {} as never,
    );
    if (flow.skeletons.size >= SKELETONS_KEPT) flow.skeletons.clear();
    flow.skeletons.set(key, skeleton as AnyMachineSnapshot);
  }
  return { ...(skeleton as AnyMachineSnapshot), context } as AnyMachineSnapshot;
}

function attentionOf(snapshot: AnyMachineSnapshot): StepResult['attention'] {
  const { person } = snapshot.context as FlowContext;
  if (person !== null || snapshot.hasTag('person')) return 'person';
  return snapshot.hasTag('queue') ? 'queue' : 'bot';
}

function resting(flow: CompiledFlow, snapshot: FlowSnapshot): StepResult {
  return {
    snapshot,
    effects: [],
    timers: { set: [], cancel: [] },
    trace: [],
    outcome: snapshot.status === 'active' ? 'waiting' : 'done',
    fault: null,
    attention: snapshot.status === 'active' ? attentionOf(restore(flow, snapshot.value, snapshot.context)) : 'bot',
  };
}

/** Even the apology failed (its own text has a broken placeholder): rest without a word, keep everything else. */
function lastResort(context: FlowContext): StepResult {
  return {
    snapshot: { value: BUILTIN.idle, context, status: 'active' },
    effects: [],
    timers: { set: [], cancel: [] },
    trace: [],
    outcome: 'faulted',
    fault: null,
    attention: 'bot',
  };
}

function effectFrom(kind: EffectKind, node: string, moment: FlowContext, index: number, request: Json): Effect {
  const visit = moment.visits[node] ?? 0;
  return { id: `${node}:${String(visit)}:${String(index)}`, kind, node, visit, index, request } as unknown as Effect;
}

function guarded<R>(node: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw new NodeFault(node, error);
  }
}

/** Carries the node out of the loop over actions. */
class NodeFault extends Error {
  readonly node: string;
  override readonly cause: unknown;
  constructor(node: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.node = node;
    this.cause = cause;
  }
}

function faultFrom(error: unknown): FlowFault {
  if (error instanceof NodeFault) {
    const code = error.cause instanceof FlowError ? error.cause.code : 'INTERNAL';
    return { code, message: error.message, node: error.node };
  }
  const message = error instanceof Error ? error.message : String(error);
  const runaway = message.includes('Infinite loop');
  return { code: runaway ? 'FLOW_RUNAWAY' : 'INTERNAL', message, node: null };
}

/** Action params are written by the compiler and typed by kit/machine. */
function parseParams<K extends keyof ActionParams>(action: XAction): ActionParams[K] {
  return action.params as ActionParams[K];
}
