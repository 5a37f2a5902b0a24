// Who a customer is, as the operator's own site states it with a signature; without a good one a claim counts for nothing.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { fits } from '#nodes/kit/check.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';
import type { Workspaces } from './workspaces.ts';

/** The vault's name for the secret. */
const SECRET_ID = 'customer-identity';
const VERSION = 'v1';
/** A statement that would hold for longer is not one about a visit. */
const LONGEST_SECONDS = 31 * 86_400;

const Fact = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]);
const ClaimSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100 }),
  exp: Type.Integer(),
  facts: Type.Optional(Type.Record(Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]{0,63}$' }), Fact)),
});

/** A customer whose identity was proven. */
export interface ProvenCustomer {
  /** The visitor id of a proven customer: nobody can claim it without a signature. */
  readonly visitorId: string;
  readonly facts: JsonObject;
}

/** Signed identities. */
export interface Identities {
  isConfigured(workspaceId: string): boolean;
  /** At least 32 characters; null switches identities off. It never comes back. */
  setSecret(workspaceId: string, secret: string | null): Promise<void>;
  /**
   * Reads `v1.PAYLOAD.SIGNATURE`: PAYLOAD is base64url JSON `{ id, exp, facts? }` (`exp` in Unix seconds), SIGNATURE the base64url
   * HMAC-SHA256 of `v1.PAYLOAD` under the secret. Undefined for anything that is not a good, living statement.
   */
  prove(workspaceId: string, token: string): ProvenCustomer | undefined;
}

/** Visitor ids that only a signature gives. */
const PROVEN = 'proven:';

/** The visitor id of somebody who proved nothing. */
export function unprovenVisitor(visitorId: string): string {
  return visitorId.startsWith(PROVEN) ? `unproven:${visitorId.slice(0, 100)}` : visitorId;
}

/** Creates the room's part. */
export function createIdentities(deps: {
  readonly workspaces: Workspaces;
  readonly vault: SecretVault;
  readonly clock: Clock;
}): Identities {
  const { workspaces, vault, clock } = deps;
  return {
    isConfigured: (workspaceId) => workspaces.get(workspaceId).identitySecret !== null,

    async setSecret(workspaceId, secret) {
      if (secret !== null && secret.length < 32)
        throw new FlowError('REQUEST_INVALID', 'identitySecret: use at least 32 characters.', {
          field: '/identitySecret',
        });
      const sealed = secret === null ? null : vault.seal(workspaceId, SECRET_ID, secret);
      await workspaces.update(workspaceId, { identitySecret: sealed });
    },

    prove(workspaceId, token) {
      const sealed = workspaces.get(workspaceId).identitySecret;
      const [version, payload, signature, ...more] = token.split('.');
      if (sealed === null || payload === undefined || signature === undefined || more.length > 0) return undefined;
      if (version !== VERSION || !isSigned(vault.open(workspaceId, SECRET_ID, sealed), payload, signature))
        return undefined;
      const claim = parsed(payload);
      const now = Math.floor(clock.now() / 1000);
      if (!fits(ClaimSchema, claim) || claim.exp <= now || claim.exp > now + LONGEST_SECONDS) return undefined;
      return { visitorId: `${PROVEN}${claim.id}`, facts: { ...claim.facts, id: claim.id } };
    },
  };
}

function isSigned(secret: string, payload: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(`${VERSION}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
