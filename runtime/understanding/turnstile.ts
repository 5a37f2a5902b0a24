// Lets a few pieces of heavy work through at a time; the others wait in line, or leave it.

/** Runs work when there is room. Whoever is told to stop while waiting leaves at once. */
export type Turnstile = <R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>;

/** A turnstile that `most` may pass at the same time. */
export function createTurnstile(most: number): Turnstile {
  let inside = 0;
  const waiting = new Set<() => void>();

  function next(): void {
    const [first] = waiting;
    if (first === undefined) return;
    waiting.delete(first);
    first();
  }

  async function enter(signal: AbortSignal): Promise<void> {
    if (inside < most) {
      inside += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(go);
        reject(signal.reason instanceof Error ? signal.reason : new Error('Stopped while waiting.'));
      };
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        inside += 1;
        resolve();
      };
      waiting.add(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return async (work, signal) => {
    signal.throwIfAborted();
    await enter(signal);
    try {
      return await work();
    } finally {
      inside -= 1;
      next();
    }
  };
}
