// Sign-in, sign-out, who am I, own password.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import { ChangePasswordSchema, ChooseLocaleSchema, MeSchema, SignInSchema } from '#nodes/wire/access.ts';
import type { Access } from '#runtime/access/access.ts';
import type { Workspaces } from '#runtime/access/workspaces.ts';
import type { Identity } from '#runtime/ports/identity.ts';
import { defineRoute } from './route.ts';
import { clearStaffCookie, meOf, setStaffCookie, STAFF, type Features } from './staff-cookie.ts';

/** What the routes call. */
export interface AuthRoutesDeps {
  readonly access: Access;
  readonly identity: Identity;
  readonly workspaces: Workspaces;
  readonly features: Features;
}

/** Registers /api/v1/auth. */
export function addAuthRoutes(app: FastifyInstance, deps: AuthRoutesDeps): void {
  const { access, identity, workspaces, features } = deps;

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    summary: 'Sign in with e-mail and password',
    tags: ['access'],
    access: 'public',
    rate: 'auth',
    action: 'session.open',
    body: SignInSchema,
    response: { 200: MeSchema },
    async handler({ body, request, reply, audit }) {
      audit(body.email.toLowerCase());
      const cookie = await access.signIn.signIn(body.email, body.password, request.ip);
      const principal = await identity.authenticate({ cookie, bearer: undefined });
      if (principal === undefined) throw new FlowError('AUTH_FAILED', 'Check e-mail and password.');
      request.visit.principal = principal;
      setStaffCookie(request, reply, cookie);
      return meOf(principal, access, workspaces, features);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/auth/sign-out',
    summary: 'Sign out',
    tags: ['access'],
    access: STAFF,
    rate: 'write',
    action: 'session.close',
    response: { 204: Type.Null() },
    async handler({ principal, request, reply }) {
      await access.signIn.signOut(principal);
      clearStaffCookie(request, reply);
      return null;
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/auth/me',
    summary: 'Who is signed in',
    tags: ['access'],
    access: STAFF,
    rate: 'read',
    response: { 200: MeSchema },
    handler: ({ principal }) => meOf(principal, access, workspaces, features),
  });

  defineRoute(app, {
    method: 'PUT',
    url: '/api/v1/auth/locale',
    summary: 'Choose the own interface language; it is kept with the account',
    tags: ['access'],
    access: STAFF,
    rate: 'write',
    action: 'locale.choose',
    body: ChooseLocaleSchema,
    response: { 204: Type.Null() },
    async handler({ principal, body, audit }) {
      if (principal.kind !== 'user') throw new FlowError('ACCESS_DENIED', 'An API token has no interface.');
      audit(principal.id, { locale: body.locale });
      await access.users.chooseLocale(principal.workspaceId, principal.id, body.locale);
      return null;
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/auth/password',
    summary: 'Change the own password; every other session of the account ends',
    tags: ['access'],
    access: STAFF,
    rate: 'auth',
    action: 'password.change',
    body: ChangePasswordSchema,
    response: { 204: Type.Null() },
    async handler({ principal, body, request, audit }) {
      audit(principal.id);
      await access.signIn.changePassword(principal, body.current, body.next, request.ip);
      return null;
    },
  });
}
