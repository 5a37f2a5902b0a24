// The sign of life of the process: what it missed while it was down is told to the timers when it starts.
import type { Clock } from '#runtime/ports/clock.ts';
import type { WorkStore } from '#runtime/ports/session-store.ts';

/** Downtime is known to this precision after a crash. One small write each. */
const EVERY_MS = 15_000;

/** What the heartbeat stands on. */
export interface HeartbeatDeps {
  readonly work: Pick<WorkStore, 'beat' | 'resumeTimers'>;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
}

/** Applies the downtime to the timers, then beats regularly; returns the way to stop, with a last beat. Start it before timers fire. */
export async function startHeartbeat({ work, clock, onProblem }: HeartbeatDeps): Promise<() => Promise<void>> {
  let stopped = false;
  let beating = Promise.resolve();
  let cancel = (): void => undefined;

  function beat(): Promise<void> {
    return work.beat(clock.now()).catch(onProblem);
  }

  function plan(): void {
    cancel = clock.after(EVERY_MS, () => {
      beating = beat().then(() => {
        if (!stopped) plan();
      });
    });
  }

  await work.resumeTimers(clock.now());
  plan();
  return async () => {
    stopped = true;
    cancel();
    await beating;
    await beat();
  };
}
