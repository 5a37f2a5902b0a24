// The staff cookie and the answer that says who is signed in.
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ROLES, type Me, type Role, type User } from '#nodes/wire/access.ts';
import type { Access } from '#runtime/access/access.ts';
import type { Workspaces } from '#runtime/access/workspaces.ts';
import type { Principal } from '#runtime/ports/identity.ts';

/** Every role: routes that all staff may use. */
export const STAFF: readonly Role[] = ROLES;

/** Which optional powers this server has. */
export interface Features {
  readonly model: boolean;
  readonly embedder: boolean;
  readonly imageText: boolean;
}

/** Sets the cookie of a new session. It is out of reach for scripts and for other sites' writes. */
export function setStaffCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  const { cookieName } = request.server.gate;
  reply.setCookie(cookieName, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: cookieName.startsWith('__Host-') || request.protocol === 'https',
  });
}

/** Takes the cookie away. */
export function clearStaffCookie(request: FastifyRequest, reply: FastifyReply): void {
  const { cookieName } = request.server.gate;
  reply.clearCookie(cookieName, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: cookieName.startsWith('__Host-'),
  });
}

/** Who the principal is, where, and what the server can do. */
export async function meOf(
  principal: Principal,
  access: Access,
  workspaces: Workspaces,
  features: Features,
): Promise<Me> {
  const { id, name, locale, timeZone } = workspaces.get(principal.workspaceId);
  const isPerson = principal.kind === 'user';
  const [user, chosen] = isPerson
    ? await Promise.all([
        access.users.get(principal.workspaceId, principal.id),
        access.users.chosenLocale(principal.workspaceId, principal.id),
      ])
    : [tokenUser(principal), null];
  return {
    user,
    locale: chosen,
    workspace: { id, name, locale, timeZone },
    csrfToken: principal.csrfToken ?? '',
    features: { ...features },
  };
}

function tokenUser(principal: Principal): User {
  const { id, name, role } = principal;
  return { id, name, role, email: '', disabled: false, createdAt: new Date(0).toISOString(), lastSeenAt: null };
}
