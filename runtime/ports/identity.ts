// Who is calling the staff API: a cookie or a bearer token becomes a principal, or nothing.
import type { Role } from '#nodes/wire/access.ts';

/** A member of staff or an API token, already checked. `workspaceId` scopes everything the caller may touch. */
export interface Principal {
  readonly kind: 'user' | 'token';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly workspaceId: string;
  /** Set when a cookie was used: writes must then carry this value in `x-csrf-token`. */
  readonly csrfToken?: string;
  /** The cookie session, so that sign-out and password change can end it. */
  readonly sessionId?: string;
}

/** What a caller showed: the staff cookie, or `Authorization: Bearer ...`. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly bearer: string | undefined;
}

/** Turns credentials into a principal. Never throws for bad credentials: unknown, expired, disabled and malformed are all `undefined`. */
export interface Identity {
  authenticate(credentials: Credentials): Promise<Principal | undefined>;
}
