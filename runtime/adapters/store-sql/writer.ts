// Group commit: jobs that arrive together, or while a batch is being committed, go to the writer as the next batch.
import { Worker } from 'node:worker_threads';
import { FlowError } from '#nodes/kit/errors.ts';
import type { BatchPlayer } from './batch.ts';
import type { Answer, Job } from './jobs.ts';
import { createPacker } from './packed-jobs.ts';
import { workerUrl } from './worker-url.ts';

/** More jobs than this wait for the next batch, so one commit stays short. */
const BATCH_LIMIT = 512;
/** More jobs than this waiting means the disk does not keep up: new ones are refused. */
const WAITING_LIMIT = 20_000;

/** Plays one batch after the other. Rejects when nothing, or nobody knows what, was stored. */
export interface BatchRunner {
  run(jobs: readonly Job[]): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

/** Takes single jobs and gives each its answer. */
export interface Writer {
  /** STORE_FAILED when the job was not stored or it is not known; SERVER_BUSY when too much waits. */
  write(job: Job): Promise<Answer>;
  /** Finishes what was taken, then closes. */
  close(): Promise<void>;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: FlowError) => void;
}

/** A writer over a runner. */
export function createWriter(runner: BatchRunner): Writer {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  return {
    write(job) {
      if (closed) return Promise.reject(storeFailed('The database is closed.'));
      if (waiting.length >= WAITING_LIMIT) {
        return Promise.reject(new FlowError('SERVER_BUSY', 'The database does not keep up. Try again in a moment.'));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        running ??= drain();
      });
    },
    async close() {
      closed = true;
      await running;
      await runner.close();
    },
  };

  async function drain(): Promise<void> {
    // One pass of the event loop: everything that arrived together shares the first commit.
    await new Promise<void>((resolve) => setImmediate(resolve));
    let next = take();
    while (next.length > 0) {
      const batch = next;
      const run = runner.run(batch.map((entry) => entry.job));
      const answers = await run.catch((cause: unknown) => reasonOf(cause));
      next = settle(batch, answers);
    }
    running = undefined;
  }

  function take(): Waiting[] {
    const batch = waiting.length > BATCH_LIMIT ? waiting.splice(0, BATCH_LIMIT) : waiting;
    if (batch === waiting) waiting = [];
    return batch;
  }

  // The next batch is taken before anybody hears of this one, so the writer is never idle while work waits.
  function settle(batch: readonly Waiting[], answers: readonly Answer[] | string): Waiting[] {
    const next = take();
    batch.forEach((entry, index) => {
      const answer = typeof answers === 'string' ? { failed: answers } : (answers[index] ?? { failed: 'no answer' });
      if (typeof answer === 'object' && 'failed' in answer) entry.reject(storeFailed(answer.failed));
      else entry.resolve(answer);
    });
    return next;
  }
}

/** Plays batches on the calling thread. `exclusively` keeps others off the connection meanwhile. */
export function createInlineRunner(
  play: BatchPlayer,
  exclusively: (work: () => readonly Answer[]) => Promise<readonly Answer[]>,
  close: () => void,
): BatchRunner {
  return {
    run: (jobs) => exclusively(() => play(jobs)),
    close: () => Promise.resolve(close()),
  };
}

/** Plays batches on a thread of its own, so waiting for the disk never stops the event loop. A thread that dies is replaced with the next batch. */
export function createThreadRunner(file: string): BatchRunner {
  let packer = createPacker();
  let worker: Worker | undefined = start();
  let settleRun: ((result: readonly Answer[] | string) => void) | undefined;

  return {
    run(jobs) {
      worker ??= start();
      const current = worker;
      return new Promise((resolve, reject) => {
        settleRun = (result) => {
          settleRun = undefined;
          current.unref();
          if (typeof result === 'string') reject(new Error(result));
          else resolve(result);
        };
        current.ref();
        current.postMessage(packer.pack(jobs));
      });
    },
    close() {
      const current = worker;
      if (current === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        current.ref();
        current.once('exit', () => resolve());
        current.postMessage(null);
      });
    },
  };

  function start(): Worker {
    const started = new Worker(workerUrl(), { workerData: { file }, execArgv: [] });
    packer = createPacker();
    let reason = 'The writer thread ended.';
    started.unref();
    started.on('message', (result: readonly Answer[] | string) => settleRun?.(result));
    started.on('error', (error: Error) => {
      reason = error.message;
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      settleRun?.(reason);
    });
    return started;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function storeFailed(reason: string): FlowError {
  return new FlowError('STORE_FAILED', `The database did not take it: ${reason}`);
}
