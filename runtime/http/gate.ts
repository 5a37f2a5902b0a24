// What every route asks before its handler runs: who calls, may they, how often; and where the audit line goes.
import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { Role } from '#nodes/wire/access.ts';
import type { Credentials, Principal } from '#runtime/ports/identity.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';

/** How often a caller may use a route. Limits are per principal, or per address for anonymous callers. */
export type RateClass = 'page' | 'read' | 'write' | 'auth' | 'turn' | 'upload' | 'stream' | 'hook';

/**
 * Who may call: anybody; the customer whose bearer token belongs to session `:id`; anybody while no admin exists (the handler checks the
 * set-up token); or staff of the listed roles (admins always).
 */
export type Access = 'public' | 'customer' | 'setup' | readonly Role[];

/** The part of a declaration that hooks read while a request runs. */
export interface RoutePolicy {
  readonly access: Access;
  readonly rate: RateClass;
  /** Audit action, `noun.verb`. Staff writes have one always, other routes only when they name it. */
  readonly action: string | undefined;
  /** Within this time one line stands for all requests of the same person on the same thing, as long as nobody else does it too. */
  readonly stretchMs: number | undefined;
  readonly upload: boolean;
  /** The body arrives as the text that was sent, unparsed: a signature covers its bytes. */
  readonly rawBody: boolean;
}

/** One audit line, before the log adds time and chain. `actor` undefined: nobody signed in. */
export interface AuditFact {
  readonly workspaceId: string | undefined;
  readonly actor: Principal | undefined;
  readonly action: string;
  readonly target: string;
  readonly outcome: 'done' | 'denied';
  readonly facts: JsonObject;
  readonly stretchMs?: number;
}

/** The doorkeeper that `buildApp` gives to `defineRoute`. */
export interface Gate {
  /** Name of the staff cookie; `__Host-` is added where the site is https. */
  readonly cookieName: string;
  staff(credentials: Credentials): Promise<Principal | undefined>;
  customer(sessionId: string, token: string): Promise<StoredSession | undefined>;
  /** Fails with RATE_LIMITED. `key` names the caller; the class is part of it. */
  limit(rate: RateClass, key: string, request: FastifyRequest): Promise<void>;
  record(fact: AuditFact): Promise<void>;
}

/** What the gate learnt of one request; routes read it through their typed input. */
export interface Visit {
  principal?: Principal;
  session?: StoredSession;
  target?: string;
  facts?: JsonObject;
}
