// Brute-force brake: wrong passwords are counted by account name and by address; too many lock that pair of doors for a while.
import type { Clock } from '#runtime/ports/clock.ts';

/** How many wrong passwords within the window lock an account name, or an address. */
export const ATTEMPT_LIMITS = { perAccount: 10, perAddress: 50, windowMs: 15 * 60_000 } as const;

const KEPT = 20_000;

/** Counts failures in memory. */
export interface Attempts {
  /** Milliseconds until the next try is allowed; 0 when it is allowed now. */
  waitMs(account: string, address: string): number;
  failed(account: string, address: string): void;
  /** A right password clears the account, not the address. */
  succeeded(account: string): void;
}

/** An unknown account name counts like a known one, so that locking tells nothing. */
export function createAttempts(clock: Clock): Attempts {
  const windows = new Map<string, { count: number; until: number }>();

  function wait(key: string, limit: number): number {
    const found = windows.get(key);
    if (found === undefined || found.count < limit) return 0;
    return Math.max(0, found.until - clock.now());
  }
  function add(key: string): void {
    const now = clock.now();
    const found = windows.get(key);
    windows.delete(key);
    const live = found !== undefined && found.until > now;
    windows.set(key, { count: live ? found.count + 1 : 1, until: live ? found.until : now + ATTEMPT_LIMITS.windowMs });
    const oldest = windows.size > KEPT ? windows.keys().next() : undefined;
    if (oldest?.done === false) windows.delete(oldest.value);
  }

  return {
    waitMs: (account, address) =>
      Math.max(
        wait(`account:${account}`, ATTEMPT_LIMITS.perAccount),
        wait(`address:${address}`, ATTEMPT_LIMITS.perAddress),
      ),
    failed(account, address) {
      add(`account:${account}`);
      add(`address:${address}`);
    },
    succeeded(account) {
      windows.delete(`account:${account}`);
    },
  };
}
