// First set-up by the one-time link, and the demo data that may come with it.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import { MeSchema, SetupSchema, SetupStateSchema } from '#nodes/wire/access.ts';
import { DemoStateSchema } from '#nodes/wire/settings.ts';
import type { Access } from '#runtime/access/access.ts';
import type { Workspaces } from '#runtime/access/workspaces.ts';
import type { Demo } from '#runtime/demo/demo.ts';
import type { Identity } from '#runtime/ports/identity.ts';
import { defineRoute } from './route.ts';
import { meOf, setStaffCookie, STAFF, type Features } from './staff-cookie.ts';

/** What the routes call. */
export interface SetupRoutesDeps {
  readonly access: Access;
  readonly identity: Identity;
  readonly workspaces: Workspaces;
  readonly features: Features;
  readonly demo: Demo;
}

/** Registers /api/v1/setup and /api/v1/demo. */
export function addSetupRoutes(app: FastifyInstance, deps: SetupRoutesDeps): void {
  const { access, identity, workspaces, features, demo } = deps;

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/setup',
    summary: 'Whether the server still waits for its first admin',
    tags: ['access'],
    access: 'public',
    rate: 'read',
    response: { 200: SetupStateSchema },
    handler: async () => ({ needed: await access.setUp.needed() }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/setup',
    summary: 'Make the first admin with the one-time token, and sign in',
    tags: ['access'],
    access: 'setup',
    rate: 'auth',
    action: 'installation.set-up',
    body: SetupSchema,
    response: { 201: MeSchema },
    async handler({ body, request, reply, audit }) {
      audit(body.email.toLowerCase(), { demo: body.demo });
      const id = await access.setUp.finish(body.token, body);
      const { name, timeZone } = workspaces.get(workspaces.home);
      await workspaces.update(workspaces.home, { workspace: { name, timeZone, locale: body.locale } });
      if (body.demo) await demo.load(workspaces.home, body.locale, { id, name: body.name });
      const cookie = await access.signIn.begin({ workspaceId: workspaces.home, id });
      const principal = await identity.authenticate({ cookie, bearer: undefined });
      if (principal === undefined) throw new FlowError('INTERNAL', 'The new session cannot be found.');
      request.visit.principal = principal;
      setStaffCookie(request, reply, cookie);
      return meOf(principal, access, workspaces, features);
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/demo',
    summary: 'Whether the demo data is there',
    tags: ['operate'],
    access: STAFF,
    rate: 'read',
    response: { 200: DemoStateSchema },
    handler: async ({ workspaceId }) => ({ loaded: await demo.isLoaded(workspaceId) }),
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/demo',
    summary: 'Remove everything the demo brought',
    tags: ['operate'],
    access: [],
    rate: 'write',
    response: { 204: Type.Null() },
    async handler({ workspaceId }) {
      await demo.remove(workspaceId);
      return null;
    },
  });
}
