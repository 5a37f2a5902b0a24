// The room's own timer: a conversation is over when nobody says anything for long.
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { Act } from './sessions.ts';

/** Its id; timers of the chart have ids of XState. */
export const IDLE_TIMER = '_idle';
/** What its row is called: the first quiet time, and the one after the flow was told of it. */
export const IDLE_EVENT = 'session.idle';
export const CLOSING_EVENT = 'session.closing';
/** From the moment the flow was told that it is quiet to the end, at most. */
export const CLOSING_MS = 300_000;

/** The timer fired: a look at the clock or a word to the flow, nothing that happened to the customer. */
export function isIdleCheck(event: FlowEvent): boolean {
  return (event.type === 'timer.elapsed' && event.timerId === IDLE_TIMER) || isIdleSignal(event);
}

/** The flow is told that the conversation went quiet. */
export function isIdleSignal(event: FlowEvent): boolean {
  return event.type === 'signal.raised' && event.name === IDLE_EVENT;
}

/** What a quiet time that is over means: a word to the flow that listens to it, once, then the end. */
export function actOfQuiet(timerEvent: string, listens: boolean): Act {
  if (listens && timerEvent !== CLOSING_EVENT) return { type: 'signal.raised', name: IDLE_EVENT, data: {} };
  return { type: 'session.expired', reason: 'idle' };
}
