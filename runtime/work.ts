// Work that waits in the database: timers and outgoing effects, woken by the queue and swept for what a wake-up missed.
import type { Clock } from './ports/clock.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { WorkStore } from './ports/session-store.ts';
import { createDispatch, type RemoteEffects } from './sessions/dispatch.ts';
import type { Sessions } from './sessions/sessions.ts';
import { startHeartbeat } from './sessions/heartbeat.ts';
import { startSweep } from './sessions/sweep.ts';
import { createTimers } from './sessions/timers.ts';

/** The running of it. */
export interface Work {
  start(): Promise<void>;
  /** Starts nothing more, gives back what is under way. */
  stop(): Promise<void>;
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
  let stopSweep = (): void => undefined;
  let stopHeartbeat = (): Promise<void> => Promise.resolve();

  return {
    async start() {
      // One process works on one database file: what is leased was leased to a process that is no more.
      await work.releaseOutbox();
      stopHeartbeat = await startHeartbeat({ work, clock, onProblem: (error) => onProblem('heartbeat', error) });
      queue.onWake('outbox', () => dispatch.start());
      queue.onWake('timers', timers);
      stopSweep = await startSweep({ work, clock, wake, onProblem: (error) => onProblem('sweep', error) });
    },
    async stop() {
      stopSweep();
      await dispatch.stop();
      await stopHeartbeat();
    },
  };
}
