// API tokens: a role of their own, a secret shown once and kept as a hash.
import { FlowError } from '#nodes/kit/errors.ts';
import type { ApiToken, Role } from '#nodes/wire/access.ts';
import type { AccessStore, StoredApiToken } from '#runtime/ports/access-store.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import { hashOf } from './secrets.ts';

/** Every secret begins with this, so that scanners of leaked secrets know it. */
export const TOKEN_PREFIX = 'tdm_';

/** API tokens of a workspace. */
export interface ApiTokens {
  list(workspaceId: string): Promise<readonly ApiToken[]>;
  create(
    workspaceId: string,
    token: { readonly name: string; readonly role: Role },
  ): Promise<{ readonly token: ApiToken; readonly secret: string }>;
  /** RESOURCE_NOT_FOUND when it is not of this workspace. */
  remove(workspaceId: string, id: string): Promise<void>;
}

/** API tokens over a store. */
export function createApiTokens(store: AccessStore, clock: Clock): ApiTokens {
  return {
    list: async (workspaceId) => (await store.tokens.list(workspaceId)).map(wireFromToken),
    async create(workspaceId, { name, role }) {
      const secret = `${TOKEN_PREFIX}${clock.secret(32)}`;
      const token: StoredApiToken = {
        workspaceId,
        id: clock.id(),
        name,
        role,
        secretHash: hashOf(secret),
        createdAt: clock.now(),
        lastUsedAt: null,
      };
      await store.tokens.insert(token);
      return { token: wireFromToken(token), secret };
    },
    async remove(workspaceId, id) {
      if (!(await store.tokens.remove(workspaceId, id))) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such token here.');
      }
    },
  };
}

function wireFromToken(token: StoredApiToken): ApiToken {
  return {
    id: token.id,
    name: token.name,
    role: token.role,
    createdAt: new Date(token.createdAt).toISOString(),
    lastUsedAt: token.lastUsedAt === null ? null : new Date(token.lastUsedAt).toISOString(),
  };
}
