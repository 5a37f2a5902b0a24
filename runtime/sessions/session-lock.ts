// One turn at a time for each session: a lock by key, first come first served.

/** Runs `work` when all earlier work of the same key is over. */
export interface SessionLock {
  run<R>(key: string, work: () => Promise<R>): Promise<R>;
}

/** Creates the lock. A key without work costs nothing. */
export function createSessionLock(): SessionLock {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key);
      const result = before === undefined ? work() : before.then(work, work);
      tails.set(key, result);
      const forget = () => {
        if (tails.get(key) === result) tails.delete(key);
      };
      result.then(forget, forget);
      return result;
    },
  };
}
