// Work that waits in the database: timers and outgoing effects, woken by the queue and swept for what a wake-up missed.
import type { Clock } from './ports/clock.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { WorkStore } from './ports/session-store.ts';
import { createDispatch, type RemoteEffects } from './sessions/dispatch.ts';
import type { Sessions } from './sessions/sessions.ts';
import { createTimers } from './sessions/timers.ts';

/** How often the database is looked at for work nobody was woken for. */
const SWEEP_MS = 5_000;

/** The running of it. */
export interface Work {
  start(): Promise<void>;
  stop(): void;
}

/** Connects queue, dispatch and timers. */
export function createWork(deps: {
  readonly clock: Clock;
  readonly queue: JobQueue;
  readonly work: WorkStore;
  readonly sessions: Sessions;
  readonly remote: RemoteEffects;
  readonly onProblem: (what: string, error: unknown) => void;
}): Work {
  const { clock, queue, work, sessions, onProblem } = deps;
  const wake = (key: string, at?: number): void => queue.wake(key, at);
  const dispatch = createDispatch({
    work,
    sessions,
    remote: deps.remote,
    clock,
    wake,
    onProblem: (row, error) => onProblem(`effect ${row.effect.kind}`, error),
  });
  const timers = createTimers({
    work,
    sessions,
    clock,
    wake,
    onProblem: (timer, error) => onProblem(`timer ${timer.event}`, error),
  });
  let cancel: (() => void) | undefined;
  let stopped = false;

  async function sweep(): Promise<void> {
    try {
      const next = await work.nextDue();
      if (next !== undefined && next <= clock.now() + SWEEP_MS) {
        wake('outbox', next);
        wake('timers', next);
      }
    } catch (error) {
      onProblem('sweep', error);
    }
    if (!stopped) cancel = clock.after(SWEEP_MS, () => void sweep());
  }

  return {
    async start() {
      queue.onWake('outbox', dispatch);
      queue.onWake('timers', timers);
      await sweep();
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
