// What one step of the pure core gives back, all JSON.
import type { Effect } from '#nodes/kit/effects.ts';
import type { FlowSnapshot } from './context.ts';

/** A timer to be kept as a row. `delayMs` counts from the event's `at`. Setting an id again replaces the row. */
export interface TimerToSet {
  readonly id: string;
  /** The XState event to send when it is due. */
  readonly event: string;
  readonly delayMs: number;
}

/** One step of the path: a node was entered, or left through a port. */
export interface TraceStep {
  readonly node: string;
  /** Absent: entered. */
  readonly port?: string;
}

/** A fault: what threw, in which node. */
export interface FlowFault {
  readonly code: string;
  readonly message: string;
  readonly node: string | null;
}

/** How the chart is told of a fault. Without one, no catch is asked: its own branch failed. */
export interface FlowFailed {
  readonly type: 'flow.failed';
  readonly at: number;
  readonly fault?: FlowFault;
}

/**
 * The result of a step.
 * - `effects` are in order; messages are effects of kind `message.send`.
 * - `outcome`: `waiting` for the next event, `done` for good, `faulted` when the flow failed (the snapshot then rests in the built-in apology state).
 * - `attention`: who has the conversation now: the bot, the queue, or a person (the bot is silent).
 */
export interface StepResult {
  readonly snapshot: FlowSnapshot;
  readonly effects: readonly Effect[];
  readonly timers: { readonly set: readonly TimerToSet[]; readonly cancel: readonly string[] };
  readonly trace: readonly TraceStep[];
  readonly outcome: 'waiting' | 'done' | 'faulted';
  readonly fault: FlowFault | null;
  readonly attention: 'bot' | 'queue' | 'person';
}
