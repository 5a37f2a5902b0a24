// Due timers become turns; each fires once, because its row is consumed in the turn it causes.
import type { Clock } from '#runtime/ports/clock.ts';
import type { TimerRow, WorkStore } from '#runtime/ports/session-store.ts';
import type { Sessions } from './sessions.ts';

const FIRED_AT_ONCE = 100;

/** What timers stand on. */
export interface TimersDeps {
  readonly work: WorkStore;
  readonly sessions: Pick<Sessions, 'elapse'>;
  readonly clock: Clock;
  readonly wake: (key: 'timers', at?: number) => void;
  readonly onProblem: (timer: TimerRow, error: unknown) => void;
}

/** Creates the handler of the `timers` wake-up. */
export function createTimers(deps: TimersDeps): () => Promise<void> {
  return async () => {
    const due = await deps.work.dueTimers(deps.clock.now(), FIRED_AT_ONCE);
    const outcomes = await Promise.allSettled(due.map((timer) => deps.sessions.elapse(timer)));
    outcomes.forEach((outcome, index) => {
      const timer = due[index];
      if (outcome.status === 'rejected' && timer !== undefined) deps.onProblem(timer, outcome.reason);
    });
    const failed = outcomes.every((outcome) => outcome.status === 'rejected');
    if (due.length === FIRED_AT_ONCE && !failed) deps.wake('timers');
    else {
      const next = await deps.work.nextDue();
      if (next !== undefined && next > deps.clock.now()) deps.wake('timers', next);
    }
  };
}
