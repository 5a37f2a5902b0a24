// Wake-ups inside one process: coalesced by key, timed by the clock, retried with backoff.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { JobQueue } from '#runtime/ports/job-queue.ts';

type Handler = (key: string) => Promise<void>;

/** How the queue behaves; the defaults suit a server. */
export interface EmbeddedQueueOptions {
  /** Handlers that run at the same time, over all keys. One key never runs twice at once. */
  readonly concurrency?: number;
  /** Wait after the first failure of a key; doubles with each further one. */
  readonly backoffMs?: number;
  readonly maxBackoffMs?: number;
  /** Told of every handler that threw. */
  readonly onError?: (key: string, error: unknown) => void;
}

/** What is known of a key while something is to be done for it. */
interface Pending {
  /** When to call next; undefined: nothing asked. */
  at: number | undefined;
  cancel: (() => void) | undefined;
  state: 'idle' | 'ready' | 'running';
  failures: number;
}

/** Makes the queue. */
export function createEmbeddedQueue(clock: Clock, options: EmbeddedQueueOptions = {}): JobQueue {
  const { concurrency = 64, backoffMs = 200, maxBackoffMs = 30_000, onError } = options;
  const handlers = new Map<string, Handler>();
  const keys = new Map<string, Pending>();
  const ready: string[] = [];
  const running = new Set<Promise<void>>();
  let closed = false;

  function wake(key: string, at = clock.now()): void {
    if (closed) return;
    const pending = keys.get(key) ?? { at: undefined, cancel: undefined, state: 'idle', failures: 0 };
    keys.set(key, pending);
    if (pending.at !== undefined && pending.at <= at) return;
    pending.at = at;
    if (pending.state === 'idle') arm(key, pending);
  }

  function arm(key: string, pending: Pending): void {
    pending.cancel?.();
    pending.cancel = undefined;
    if (pending.at === undefined) return;
    const delayMs = pending.at - clock.now();
    if (delayMs > 0) {
      pending.cancel = clock.after(delayMs, () => makeReady(key, pending));
    } else makeReady(key, pending);
  }

  function makeReady(key: string, pending: Pending): void {
    pending.cancel = undefined;
    pending.state = 'ready';
    ready.push(key);
    // After the caller's turn: a wake-up never runs inside `wake`.
    queueMicrotask(pump);
  }

  function pump(): void {
    while (!closed && running.size < concurrency) {
      const index = ready.findIndex((key) => handlerOf(key) !== undefined);
      if (index < 0) return;
      for (const key of ready.splice(index, 1)) start(key);
    }
  }

  function start(key: string): void {
    const handler = handlerOf(key);
    const pending = keys.get(key);
    if (handler === undefined || pending === undefined) return;
    pending.state = 'running';
    pending.at = undefined;
    const run = call(handler, key, pending).finally(() => {
      running.delete(run);
      settle(key, pending);
      pump();
    });
    running.add(run);
  }

  async function call(handler: Handler, key: string, pending: Pending): Promise<void> {
    try {
      await handler(key);
      pending.failures = 0;
    } catch (error) {
      const waitMs = Math.min(maxBackoffMs, backoffMs * 2 ** pending.failures);
      pending.failures += 1;
      pending.at = Math.min(pending.at ?? Infinity, clock.now() + waitMs);
      onError?.(key, error);
    }
  }

  function settle(key: string, pending: Pending): void {
    pending.state = 'idle';
    if (closed || pending.at === undefined) keys.delete(key);
    else arm(key, pending);
  }

  function handlerOf(key: string): Handler | undefined {
    let best: string | undefined;
    for (const prefix of handlers.keys()) {
      if (key.startsWith(prefix) && prefix.length >= (best?.length ?? 0)) best = prefix;
    }
    return best === undefined ? undefined : handlers.get(best);
  }

  return {
    wake,
    onWake(prefix, handler) {
      if (handlers.has(prefix)) throw new FlowError('INTERNAL', `Two handlers for wake-ups of "${prefix}".`);
      handlers.set(prefix, handler);
      queueMicrotask(pump);
    },
    async close() {
      closed = true;
      for (const pending of keys.values()) pending.cancel?.();
      ready.length = 0;
      await Promise.allSettled([...running]);
      keys.clear();
    },
  };
}
