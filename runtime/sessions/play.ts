// One turn in memory: step, run the local effects it asks for, feed the results back, until the flow waits.
import type { Effect } from '#nodes/kit/effects.ts';
import { timingOf } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { CompiledFlow } from '#nodes/flow/compile.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { FlowEvent, SessionStarted } from '#nodes/flow/events.ts';
import type { FlowFault, StepResult, TimerToSet, TraceStep } from '#nodes/flow/step-result.ts';
import { failFlow, startFlow, stepFlow } from '#nodes/flow/step.ts';

/** Rounds of local effects in one turn. */
const MAX_ROUNDS = 64;

/** Runs one local effect and gives its output. A thrown error becomes `effect.failed`. */
export type LocalEffects = (effect: Effect) => Promise<Json>;

/** A whole turn: the last step's state and everything that happened on the way. */
export interface PlayedTurn extends StepResult {
  /** Results of local effects in the order they were fed back. */
  readonly outputs: readonly FlowEvent[];
}

/** Plays an event to the end. `snapshot` null starts a session, and the event must then be `session.started`. */
export async function playTurn(
  flow: CompiledFlow,
  snapshot: FlowSnapshot | null,
  event: FlowEvent,
  local: LocalEffects,
): Promise<PlayedTurn> {
  const effects: Effect[] = [];
  const pending: Effect[] = [];
  const trace: TraceStep[] = [];
  const set = new Map<string, TimerToSet>();
  const cancel = new Set<string>();
  const outputs: FlowEvent[] = [];
  let fault: FlowFault | null = null;

  function collect(step: StepResult): StepResult {
    for (const effect of step.effects) (timingOf(effect.kind) === 'local' ? pending : effects).push(effect);
    trace.push(...step.trace);
    for (const id of step.timers.cancel) {
      set.delete(id);
      cancel.add(id);
    }
    for (const timer of step.timers.set) set.set(timer.id, timer);
    fault ??= step.fault;
    return step;
  }

  let step = collect(snapshot === null ? startFlow(flow, parseStart(event)) : stepFlow(flow, snapshot, event));
  for (let effect = pending.shift(); effect !== undefined; effect = pending.shift()) {
    if (outputs.length === MAX_ROUNDS) {
      step = collect(failFlow(flow, step.snapshot, event.at, runaway(effect)));
      break;
    }
    const output = await run(effect, event.at, local);
    outputs.push(output);
    step = collect(stepFlow(flow, step.snapshot, output));
  }
  return { ...step, effects, trace, timers: { set: [...set.values()], cancel: [...cancel] }, fault, outputs };
}

function runaway({ node }: Effect): FlowFault {
  return { code: 'FLOW_RUNAWAY', message: `The turn asked for more than ${MAX_ROUNDS} local effects.`, node };
}

async function run(effect: Effect, at: number, local: LocalEffects): Promise<FlowEvent> {
  const { node, visit, index } = effect;
  try {
    return { type: 'effect.completed', at, node, visit, index, output: await local(effect) };
  } catch (error) {
    return failure(effect, at, error);
  }
}

function failure({ node, visit, index }: Effect, at: number, error: unknown): FlowEvent {
  const code = error instanceof FlowError ? error.code : 'INTERNAL';
  const message = error instanceof FlowError ? error.message : 'The effect failed.';
  return { type: 'effect.failed', at, node, visit, index, error: { code, message } };
}

function parseStart(event: FlowEvent): SessionStarted {
  if (event.type !== 'session.started')
    throw new FlowError('INTERNAL', `A session starts with session.started, not with ${event.type}.`);
  return event;
}
