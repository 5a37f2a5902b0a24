// Scripts on QuickJS in threads: a few threads for what is quick, others for what waits for the network, none while nobody needs one.
import { availableParallelism } from 'node:os';
import { FlowError } from '#nodes/kit/errors.ts';
import type { CodeRunner } from '#runtime/ports/code-runner.ts';
import { startThread, type ScriptThread } from './script-thread.ts';

/** Threads at once: for scripts inside a turn, and for scripts that wait for other servers. */
const QUICK_THREADS = 3;
const WAITING_THREADS = 6;
/** Of those, what one owner may have: a core and a thread stay with the others, however long its scripts compute. */
const QUICK_SHARE = Math.max(1, Math.min(QUICK_THREADS, availableParallelism()) - 1);
const WAITING_SHARE = WAITING_THREADS - 1;
/** Scripts that may stand in line, and for how long. */
const LINE = 500;
const LINE_MS = 15_000;
/** A thread nobody used for this long is ended. */
const IDLE_MS = 60_000;

/** Makes the runner. Starts no thread before the first script. */
export function createQuickJsRunner({ idleMs = IDLE_MS }: { readonly idleMs?: number } = {}): CodeRunner {
  const quick = createLane(QUICK_THREADS, QUICK_SHARE, idleMs);
  const waiting = createLane(WAITING_THREADS, WAITING_SHARE, idleMs);
  return {
    run: async (script, signal) => {
      const lane = script.fetchJson === undefined ? quick : waiting;
      const thread = await lane.take(script.owner);
      try {
        return await thread.run(script, signal);
      } finally {
        lane.giveBack(thread, script.owner);
      }
    },
    close() {
      quick.close();
      waiting.close();
      return Promise.resolve();
    },
  };
}

interface Waiter {
  readonly owner: string;
  readonly take: (thread: ScriptThread) => void;
  readonly refuse: (error: FlowError) => void;
}

function createLane(size: number, most: number, idleMs: number) {
  const all = new Set<ScriptThread>();
  const idle = new Map<ScriptThread, NodeJS.Timeout>();
  const line: Waiter[] = [];
  const shares = new Map<string, number>();
  /** Whose last thread had to be ended: they wait for a new one themselves, and leave the warm ones to others. */
  const unruly = new Set<string>();
  let closed = false;

  function next(owner: string): ScriptThread | undefined {
    const share = shares.get(owner) ?? 0;
    if (share >= most) return undefined;
    const thread = (unruly.has(owner) ? fresh() : undefined) ?? idleOne() ?? fresh();
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
    const thread = startThread();
    all.add(thread);
    return thread;
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

    giveBack(thread: ScriptThread, owner: string): void {
      const share = (shares.get(owner) ?? 1) - 1;
      if (share === 0) shares.delete(owner);
      else shares.set(owner, share);
      if (thread.isSpent) {
        forget(thread);
        unruly.add(owner);
      } else {
        unruly.delete(owner);
        const timer = setTimeout(() => {
          forget(thread);
          thread.end();
        }, idleMs);
        timer.unref();
        idle.set(thread, timer);
      }
      for (const [index, waiter] of line.entries()) {
        const given = next(waiter.owner);
        if (given === undefined) continue;
        line.splice(index, 1);
        waiter.take(given);
        return;
      }
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
