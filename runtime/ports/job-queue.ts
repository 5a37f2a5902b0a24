// Wake-ups: "look at key X now, or at time T". Never a payload: the database is the truth.

/** At least once, coalesced by key. A lost wake-up costs latency only: `sweep` finds the work again. */
export interface JobQueue {
  /** Asks for a call with this key, now or at a Unix ms time. An earlier pending time for the same key stands. */
  wake(key: string, at?: number): void;
  /** The one handler of keys with a prefix such as `outbox` or `timers`. A handler that throws is called again with backoff. */
  onWake(prefix: string, handler: (key: string) => Promise<void>): void;
  /** Stops taking wake-ups and waits for running handlers. */
  close(): Promise<void>;
}
