// The pure core: one event in, the next snapshot and everything to be done out. The only caller of the chart.
import type { AnyMachineSnapshot } from 'xstate';
import type { Json } from '#nodes/kit/json.ts';
import { BUILTIN } from './builtin-states.ts';
import { transitionChart } from './chart.ts';
import { actionsBefore, collectActions, faultFrom, NodeFault, NOTHING_COLLECTED } from './collect-actions.ts';
import type { Collected, DoneAction } from './collect-actions.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext, FlowSnapshot } from './context.ts';
import type { FlowEvent, SessionStarted } from './events.ts';
import { contextFrom, receiveEvent } from './receive-event.ts';
import { routeEvent, type MachineEvent } from './route-event.ts';
import type { FlowFault, StepResult } from './step-result.ts';

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
  // The flow is the new version from this event on; nothing happens in it.
  if (event.type === 'session.migrated') return resting(flow, event.snapshot);
  return play(flow, snapshot.value, receiveEvent(snapshot.context, event), event);
}

/** Ends what a session was doing in the built-in apology, for a fault that happened outside the chart. */
export function failFlow(flow: CompiledFlow, snapshot: FlowSnapshot, at: number, fault: FlowFault): StepResult {
  if (snapshot.status !== 'active') return resting(flow, snapshot);
  return apologise(flow, startingFrom(flow, snapshot.value, snapshot.context), at, fault);
}

/** Where an attempt sets out: a place in the chart, and what was done on the way there in this step. */
interface Standing {
  readonly live: AnyMachineSnapshot;
  readonly done: Collected;
}

type Attempt =
  | { readonly ok: true; readonly result: StepResult }
  /** `stands` is what was done before the node that failed: it is kept. */
  | { readonly ok: false; readonly fault: FlowFault; readonly stands: Standing };

function startingFrom(flow: CompiledFlow, value: Json, context: FlowContext): Standing {
  return { live: restore(flow, value, context), done: NOTHING_COLLECTED };
}

function play(flow: CompiledFlow, value: Json, context: FlowContext, event: FlowEvent): StepResult {
  const from = startingFrom(flow, value, context);
  const first = attempt(flow, from, routeEvent(flow, from.live, context, event));
  if (first.ok) return first.result;
  const { fault, stands } = first;
  const port = fault.node === null ? undefined : `failed.${fault.node}`;
  if (port === undefined || !Object.hasOwn(flow.config.on, port)) return apologise(flow, stands, event.at, fault);
  const mended = attempt(flow, stands, { type: port, at: event.at });
  if (mended.ok) return { ...mended.result, fault };
  return apologise(flow, mended.stands, event.at, fault);
}

function apologise(flow: CompiledFlow, from: Standing, at: number, fault: FlowFault): StepResult {
  const apology = attempt(flow, from, { type: 'flow.failed', at });
  if (apology.ok) return { ...apology.result, outcome: 'faulted', fault };
  // Even the apology failed (its own text has a broken placeholder): rest without a word.
  const silent = attempt(flow, from, { type: 'flow.rested', at });
  const snapshot = { value: BUILTIN.idle, context: from.live.context as FlowContext, status: 'active' } as const;
  return { ...(silent.ok ? silent.result : resting(flow, snapshot)), outcome: 'faulted', fault };
}

function attempt(flow: CompiledFlow, from: Standing, event: MachineEvent): Attempt {
  takeFault(flow);
  const { settings } = flow.document;
  let actions: readonly DoneAction[] = [];
  try {
    const [next, done] = transitionChart(flow.machine, from.live, event);
    actions = done;
    const fault = takeFault(flow);
    if (fault !== null) throw fault;
    return { ok: true, result: resultFrom(flow, next, collectActions(actions, event, settings, from.done), event) };
  } catch (error) {
    const kept = error instanceof NodeFault ? actionsBefore(actions, error.node, error.visit) : [];
    const last = kept.at(-1);
    const stands: Standing =
      last === undefined
        ? from
        : {
            live: { ...from.live, context: last.info.context } as AnyMachineSnapshot,
            done: collectActions(kept, event, settings, from.done),
          };
    return { ok: false, fault: faultFrom(error), stands };
  }
}

/** Guards and assignments cannot throw through XState: their first fault is left in the sink. */
function takeFault({ faults }: CompiledFlow): NodeFault | null {
  const { fault } = faults;
  faults.fault = null;
  return fault;
}

function resultFrom(
  flow: CompiledFlow,
  next: AnyMachineSnapshot,
  { effects, timers, trace, apologised }: Collected,
  event: MachineEvent,
): StepResult {
  const isDone = next.status === 'done';
  return {
    snapshot: {
      value: next.value as Json,
      context: next.context as FlowContext,
      status: isDone ? 'done' : 'active',
    },
    effects,
    timers,
    trace,
    outcome: isDone ? 'done' : apologised ? 'faulted' : 'waiting',
    fault: apologised ? unheardFailure(flow, event) : null,
    attention: isDone ? 'bot' : attentionOf(next),
  };
}

/** An effect failed and no way out was drawn for it. */
function unheardFailure(flow: CompiledFlow, event: MachineEvent): FlowFault | null {
  if (!('error' in event)) return null;
  return { code: event.error.code, message: event.error.message, node: flow.nodes.has(event.node) ? event.node : null };
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
    flow.skeletons.set(key, skeleton);
  }
  return { ...skeleton, context } as AnyMachineSnapshot;
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
