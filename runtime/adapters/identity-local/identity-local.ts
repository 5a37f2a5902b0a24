// Who is calling, from Tandem's own accounts: a cookie session or an API token.
import { createHash, createHmac } from 'node:crypto';
import type { AccessStore } from '#runtime/ports/access-store.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Identity, Principal } from '#runtime/ports/identity.ts';

/** A use is noted at most this often, so that reading is not writing. */
const TOUCH_MS = 60_000;

/** The local identity. Sessions end after `idleMs` unused and `totalMs` at most. */
export function createLocalIdentity(
  store: AccessStore,
  clock: Clock,
  life: { readonly idleMs: number; readonly totalMs: number },
): Identity {
  async function fromCookie(cookie: string): Promise<Principal | undefined> {
    const found = await store.sessions.find(hashOf(cookie));
    if (found === undefined || found.account.disabled) return undefined;
    const { session, account } = found;
    const now = clock.now();
    if (now - session.seenAt > life.idleMs || now - session.createdAt > life.totalMs) return undefined;
    if (now - session.seenAt >= TOUCH_MS || account.lastSeenAt === null) {
      await store.sessions.touch(session.workspaceId, session.id, now);
    }
    return {
      kind: 'user',
      id: account.id,
      name: account.name,
      role: account.role,
      workspaceId: account.workspaceId,
      sessionId: session.id,
      csrfToken: createHmac('sha256', cookie).update('csrf').digest('base64url'),
    };
  }

  async function fromBearer(secret: string): Promise<Principal | undefined> {
    if (!secret.startsWith('tdm_')) return undefined;
    const token = await store.tokens.find(hashOf(secret));
    if (token === undefined) return undefined;
    const now = clock.now();
    if (token.lastUsedAt === null || now - token.lastUsedAt >= TOUCH_MS) {
      await store.tokens.touch(token.workspaceId, token.id, now);
    }
    return { kind: 'token', id: token.id, name: token.name, role: token.role, workspaceId: token.workspaceId };
  }

  return {
    // A bearer token wins and decides alone: a bad one is not rescued by a cookie.
    async authenticate({ cookie, bearer }) {
      if (bearer !== undefined) return fromBearer(bearer);
      return cookie === undefined || cookie === '' || cookie.length > 200 ? undefined : fromCookie(cookie);
    },
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
