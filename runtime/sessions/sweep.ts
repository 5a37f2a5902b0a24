// The safety net: looks regularly for work whose wake-up was lost.
import type { Clock } from '#runtime/ports/clock.ts';
import type { WorkStore } from '#runtime/ports/session-store.ts';

const EVERY_MS = 5_000;

/** What the sweep stands on. */
export interface SweepDeps {
  readonly work: Pick<WorkStore, 'nextDue'>;
  readonly clock: Clock;
  readonly wake: (key: 'outbox' | 'timers', at?: number) => void;
  readonly onProblem: (error: unknown) => void;
}

/** Looks now and every few seconds, and wakes outbox and timers when something is due; returns the way to stop. */
export async function startSweep({ work, clock, wake, onProblem }: SweepDeps): Promise<() => void> {
  let stopped = false;
  let cancel = (): void => undefined;

  async function sweep(): Promise<void> {
    try {
      const next = await work.nextDue();
      if (next !== undefined && next <= clock.now() + EVERY_MS) {
        wake('outbox', next);
        wake('timers', next);
      }
    } catch (error) {
      onProblem(error);
    }
    if (!stopped) cancel = clock.after(EVERY_MS, () => void sweep());
  }

  await sweep();
  return () => {
    stopped = true;
    cancel();
  };
}
