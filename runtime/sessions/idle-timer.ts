// The room's own timer: a conversation is over when nobody says anything for long.
import type { FlowEvent } from '#nodes/flow/events.ts';

/** Its id; timers of the chart have ids of XState. */
export const IDLE_TIMER = '_idle';

/** The timer fired before the conversation was quiet for long enough: a look at the clock, nothing that happened to the customer. */
export function isIdleCheck(event: FlowEvent): boolean {
  return event.type === 'timer.elapsed' && event.timerId === IDLE_TIMER;
}
