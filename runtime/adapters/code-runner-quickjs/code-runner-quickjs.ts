// Scripts on QuickJS in threads: a few for what is quick, others for what waits for the network, and some behind all others for whose scripts were cut short.
import { availableParallelism } from 'node:os';
import { FlowError } from '#nodes/kit/errors.ts';
import type { CodeRunner } from '#runtime/ports/code-runner.ts';
import { startThread, type ScriptThread } from './script-thread.ts';
import { createRecord } from './script-record.ts';

/** Threads at once: for scripts inside a turn, and for scripts that wait for other servers. */
const QUICK_THREADS = 3;
const WAITING_THREADS = 6;
/** Of those, what one owner may have: a core and a thread stay with the others, however long its scripts compute. */
const QUICK_SHARE = Math.max(1, Math.min(QUICK_THREADS, availableParallelism()) - 1);
const WAITING_SHARE = WAITING_THREADS - 1;
/** How far scripts stand back when the cores are taken; the server's own threads go first, and scripts of owners with a record go last. */
const NICENESS = 10;
const LAST_NICENESS = 19;
/** Threads for owners with a record, one for each of them. */
const LAST_THREADS = 2;
/** After a script was cut short there, its owner rests for as long as it ran, and for so long at least. */
const LEAST_REST_MS = 250;
/** Scripts that may stand in line, and for how long. */
const LINE = 500;
const LINE_MS = 15_000;
/** A thread nobody used for this long is ended. */
const IDLE_MS = 60_000;

/** Makes the runner. Starts no thread before the first script. */
export function createQuickJsRunner({ idleMs = IDLE_MS }: { readonly idleMs?: number } = {}): CodeRunner {
  const first = {
    quick: createLane({ size: QUICK_THREADS, most: QUICK_SHARE, niceness: NICENESS, idleMs }),
    waiting: createLane({ size: WAITING_THREADS, most: WAITING_SHARE, niceness: NICENESS, idleMs }),
  };
  const last = {
    quick: createLane({ size: LAST_THREADS, most: 1, niceness: LAST_NICENESS, idleMs }),
    waiting: createLane({ size: LAST_THREADS, most: 1, niceness: LAST_NICENESS, idleMs }),
  };
  const record = createRecord();
  return {
    run: async (script, signal) => {
      const lanes = record.has(script.owner) ? last : first;
      const lane = script.fetchJson === undefined ? lanes.quick : lanes.waiting;
      const thread = await lane.take(script.owner);
      const began = performance.now();
      let restMs = 0;
      try {
        const outcome = await thread.run(script, signal);
        record.ranWell(script.owner);
        return outcome;
      } catch (error) {
        if (error instanceof FlowError && error.code === 'SCRIPT_LIMIT') {
          record.wasCutShort(script.owner);
          if (lanes === last) restMs = Math.max(LEAST_REST_MS, performance.now() - began);
        }
        throw error;
      } finally {
        lane.giveBack(thread, script.owner, restMs);
      }
    },
    close() {
      for (const lanes of [first, last]) {
        lanes.quick.close();
        lanes.waiting.close();
      }
      return Promise.resolve();
    },
  };
}

interface LaneSize {
  /** Threads at once, and how many of them one owner may have. */
  readonly size: number;
  readonly most: number;
  readonly niceness: number;
  readonly idleMs: number;
}

interface Waiter {
  readonly owner: string;
  readonly take: (thread: ScriptThread) => void;
  readonly refuse: (error: FlowError) => void;
}

function createLane({ size, most, niceness, idleMs }: LaneSize) {
  const all = new Set<ScriptThread>();
  const idle = new Map<ScriptThread, NodeJS.Timeout>();
  const line: Waiter[] = [];
  const shares = new Map<string, number>();
  let closed = false;

  function next(owner: string): ScriptThread | undefined {
    const share = shares.get(owner) ?? 0;
    if (share >= most) return undefined;
    const thread = idleOne() ?? fresh();
    if (thread !== undefined) shares.set(owner, share + 1);
    return thread;
  }

  function idleOne(): ScriptThread | undefined {
    for (const thread of idle.keys()) {
      clearTimeout(idle.get(thread));
      idle.delete(thread);
      if (!thread.isSpent) return thread;
      all.delete(thread);
    }
    return undefined;
  }

  function fresh(): ScriptThread | undefined {
    for (const thread of all) if (thread.isSpent) forget(thread);
    if (all.size >= size) return undefined;
    const thread = startThread(niceness);
    all.add(thread);
    return thread;
  }

  function release(owner: string): void {
    const share = (shares.get(owner) ?? 1) - 1;
    if (share === 0) shares.delete(owner);
    else shares.set(owner, share);
  }

  /** Gives a thread to the first in line who may have one. */
  function admit(): void {
    for (const [index, waiter] of line.entries()) {
      const given = next(waiter.owner);
      if (given === undefined) continue;
      line.splice(index, 1);
      waiter.take(given);
      return;
    }
  }

  function forget(thread: ScriptThread): void {
    clearTimeout(idle.get(thread));
    idle.delete(thread);
    all.delete(thread);
  }

  return {
    take(owner: string): Promise<ScriptThread> {
      if (closed) return Promise.reject(new FlowError('SERVER_BUSY', 'The server is being stopped.'));
      const thread = next(owner);
      if (thread !== undefined) return Promise.resolve(thread);
      if (line.length >= LINE)
        return Promise.reject(new FlowError('SERVER_BUSY', 'Too many scripts wait for their turn.'));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          line.splice(line.indexOf(waiter), 1);
          reject(new FlowError('SERVER_BUSY', 'The script did not get its turn: too many others run.'));
        }, LINE_MS);
        const waiter: Waiter = {
          owner,
          take: (given) => (clearTimeout(timer), resolve(given)),
          refuse: (error) => (clearTimeout(timer), reject(error)),
        };
        line.push(waiter);
      });
    },

    /** The thread is free at once, its owner may take another after `restMs`. */
    giveBack(thread: ScriptThread, owner: string, restMs: number): void {
      if (restMs === 0) release(owner);
      else
        setTimeout(() => {
          release(owner);
          admit();
        }, restMs).unref();
      if (thread.isSpent) forget(thread);
      else {
        const timer = setTimeout(() => {
          forget(thread);
          thread.end();
        }, idleMs);
        timer.unref();
        idle.set(thread, timer);
      }
      admit();
    },

    close(): void {
      closed = true;
      for (const waiter of line.splice(0)) waiter.refuse(new FlowError('SERVER_BUSY', 'The server is being stopped.'));
      for (const thread of all) {
        forget(thread);
        thread.end();
      }
    },
  };
}
