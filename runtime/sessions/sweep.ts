// The safety net: looks regularly for work whose wake-up was lost.
import type { Clock } from '#runtime/ports/clock.ts';

const EVERY_MS = 5000;

/** Wakes the outbox and the timers now and every few seconds; returns the way to stop. */
export function startSweep(clock: Clock, wake: (key: 'outbox' | 'timers') => void): () => void {
  let stopped = false;
  let cancel = (): void => undefined;
  const sweep = (): void => {
    if (stopped) return;
    wake('outbox');
    wake('timers');
    cancel = clock.after(EVERY_MS, sweep);
  };
  sweep();
  return () => {
    stopped = true;
    cancel();
  };
}
