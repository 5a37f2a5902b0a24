// The one policy question: may this role use a route that lists these roles?
import type { Role } from '#nodes/wire/access.ts';

/** Admins may do everything; everybody else only what the route names. */
export function may(principal: { readonly role: Role }, allowed: readonly Role[]): boolean {
  return principal.role === 'admin' || allowed.includes(principal.role);
}
