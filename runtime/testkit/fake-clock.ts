// A clock that stands still until a test moves it; ids, secrets and seeds come in the same order every time.
import { createHash } from 'node:crypto';
import type { Clock } from '#runtime/ports/clock.ts';

/** The clock and the hand that moves it. */
export interface FakeClock extends Clock {
  /** Moves time forward and makes every call that comes due on the way, in order, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock without making calls, as a correction of the time does. */
  jump(ms: number): void;
  /** How many calls are still to come. */
  pending(): number;
}

interface Call {
  readonly at: number;
  readonly order: number;
  readonly call: () => void;
}

/** Starts at 2026-01-01T00:00:00Z unless told otherwise. */
export function createFakeClock(startAt = Date.UTC(2026, 0, 1)): FakeClock {
  let now = startAt;
  let skew = 0;
  let count = 0;
  const calls = new Set<Call>();

  function number(): number {
    count += 1;
    return count;
  }

  return {
    now: () => now + skew,
    id: () => `fake${String(now).padStart(14, '0')}${String(number()).padStart(10, '0')}`,
    secret(bytes) {
      const block = createHash('sha512').update(`secret ${number()}`).digest();
      return Buffer.alloc(bytes, block).toString('base64url');
    },
    seed: () => createHash('sha256').update(`seed ${number()}`).digest().readUInt32LE(),
    after(ms, call) {
      const entry: Call = { at: now + Math.max(0, ms), order: number(), call };
      calls.add(entry);
      return () => void calls.delete(entry);
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = earliest(calls);
        if (next === undefined || next.at > until) break;
        calls.delete(next);
        now = Math.max(now, next.at);
        next.call();
        // What the call started may set further timers before time goes on.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      now = until;
    },
    jump(ms) {
      skew += ms;
    },
    pending: () => calls.size,
  };
}

function earliest(calls: ReadonlySet<Call>): Call | undefined {
  let first: Call | undefined;
  for (const call of calls) {
    if (first === undefined || call.at < first.at || (call.at === first.at && call.order < first.order)) first = call;
  }
  return first;
}
