// Signing in and out: a password becomes a cookie session, rotated at each sign-in, ended by sign-out, password change or disabling.
import { FlowError } from '#nodes/kit/errors.ts';
import type { AccessStore, StaffAccount } from '#runtime/ports/access-store.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Principal } from '#runtime/ports/identity.ts';
import type { Attempts } from './attempts.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashOf } from './secrets.ts';

/** How long a cookie session lives, unused and at most. */
export const SESSION_LIFE = { idleMs: 12 * 3_600_000, totalMs: 7 * 24 * 3_600_000 } as const;

/** Sign-in, sign-out and the own password. */
export interface SignIn {
  /** The new cookie. AUTH_FAILED for a wrong or unknown pair or a disabled account, all alike; RATE_LIMITED after too many. */
  signIn(email: string, password: string, address: string): Promise<string>;
  /** A cookie for an account that was just made or checked. */
  begin(account: Pick<StaffAccount, 'workspaceId' | 'id'>): Promise<string>;
  signOut(principal: Principal): Promise<void>;
  /** Ends every other session of the account; the one that asked goes on. */
  changePassword(principal: Principal, current: string, next: string, address: string): Promise<void>;
}

/** The sign-in desk over a store. */
export function createSignIn(store: AccessStore, clock: Clock, attempts: Attempts): SignIn {
  async function begin(account: Pick<StaffAccount, 'workspaceId' | 'id'>): Promise<string> {
    const now = clock.now();
    await store.sessions.removeExpired(now - SESSION_LIFE.totalMs, now - SESSION_LIFE.idleMs);
    const cookie = clock.secret(32);
    await store.sessions.insert({
      workspaceId: account.workspaceId,
      id: clock.id(),
      accountId: account.id,
      tokenHash: hashOf(cookie),
      createdAt: now,
      seenAt: now,
    });
    return cookie;
  }

  async function check(account: StaffAccount | undefined, name: string, password: string, address: string) {
    const waitMs = attempts.waitMs(name, address);
    if (waitMs > 0) {
      const retryAfterSeconds = Math.ceil(waitMs / 1000);
      throw new FlowError('RATE_LIMITED', `Too many wrong passwords. Try again in ${Math.ceil(waitMs / 60_000)} min.`, {
        retryAfterSeconds,
      });
    }
    // Counted before the answer is known: parallel guesses do not slip past the limit.
    attempts.failed(name, address);
    const right = await verifyPassword(password, account?.passwordHash);
    if (account === undefined || !right || account.disabled) return undefined;
    attempts.succeeded(name);
    return account;
  }

  return {
    begin,
    async signIn(email, password, address) {
      const name = email.toLowerCase();
      const account = await check(await store.accounts.findByEmail(name), name, password, address);
      if (account === undefined) throw new FlowError('AUTH_FAILED', 'Check e-mail and password.');
      return begin(account);
    },
    async signOut(principal) {
      if (principal.sessionId !== undefined) await store.sessions.remove(principal.workspaceId, principal.sessionId);
    },
    async changePassword(principal, current, next, address) {
      if (principal.kind !== 'user') throw new FlowError('ACCESS_DENIED', 'An API token has no password.');
      const account = await store.accounts.get(principal.workspaceId, principal.id);
      const checked = await check(account, `own:${principal.id}`, current, address);
      if (checked === undefined) throw new FlowError('ACCESS_DENIED', 'The current password is wrong.');
      await store.accounts.update(checked.workspaceId, checked.id, { passwordHash: await hashPassword(next) });
      await store.sessions.removeOfAccount(checked.workspaceId, checked.id, principal.sessionId);
    },
  };
}
