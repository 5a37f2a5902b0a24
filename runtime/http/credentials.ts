// Credentials, for admins; their names, for designers.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  CreateCredentialSchema,
  CredentialNamesSchema,
  CredentialSchema,
  UpdateCredentialSchema,
} from '#nodes/wire/credentials.ts';
import type { Credentials } from '#runtime/credentials/credentials.ts';
import { defineRoute, IdParams } from './route.ts';

/** Registers /api/v1/credentials. */
export function addCredentialRoutes(app: FastifyInstance, credentials: Credentials): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/credentials',
    summary: 'List credentials, without their values',
    tags: ['operate'],
    access: [],
    rate: 'read',
    response: { 200: Type.Object({ credentials: Type.Array(CredentialSchema) }) },
    handler: async ({ workspaceId }) => ({ credentials: await credentials.list(workspaceId) }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/credentials/names',
    summary: 'Credentials a flow may name, and the hosts they are for',
    tags: ['flows'],
    access: ['designer'],
    rate: 'read',
    response: { 200: CredentialNamesSchema },
    handler: async ({ workspaceId }) => ({
      credentials: (await credentials.list(workspaceId)).map(({ name, kind, hosts }) => ({ name, kind, hosts })),
    }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/credentials',
    summary: 'Add a credential; its value is never shown again',
    tags: ['operate'],
    access: [],
    rate: 'write',
    body: CreateCredentialSchema,
    response: { 201: CredentialSchema },
    async handler({ workspaceId, body, audit }) {
      const created = await credentials.create(workspaceId, body);
      audit(created.id, { name: created.name, kind: created.kind, hosts: created.hosts });
      return created;
    },
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/credentials/:id',
    summary: 'Change a credential; where its value goes needs the value again',
    tags: ['operate'],
    access: [],
    rate: 'write',
    params: IdParams,
    body: UpdateCredentialSchema,
    response: { 200: CredentialSchema },
    async handler({ workspaceId, params, body, audit }) {
      audit(params.id, { changed: Object.keys(body) });
      return await credentials.update(workspaceId, params.id, body);
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/credentials/:id',
    summary: 'Remove a credential; flows that name it fail from then on',
    tags: ['operate'],
    access: [],
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await credentials.remove(workspaceId, params.id);
      return null;
    },
  });
}
