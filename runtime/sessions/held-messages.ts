// Messages sent in a row: held in the session until their window is over, then played as one turn.
import { BURST_EVENT, BURST_TIMER, isBurstOver, messageOfBurst } from '#nodes/flow/burst.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';
import type { Act } from './sessions.ts';

/** The window is over: what the act means for the session as it stands now. A window that was ended meanwhile means nothing more. */
export function actOfWindow(act: Act, { snapshot }: Pick<StoredSession, 'snapshot'>): Act {
  if (!isBurstOver(act)) return act;
  return messageOfBurst(snapshot) ?? act;
}

/** The act that ends a window before its time, and the id of its turn: the same while the session stands where it does. */
export function endOfWindow({ revision }: Pick<StoredSession, 'revision'>): {
  readonly eventId: string;
  readonly act: Act;
} {
  return {
    eventId: `burst:${String(revision)}`,
    act: { type: 'timer.elapsed', timerId: BURST_TIMER, event: BURST_EVENT },
  };
}
