// API tokens, for admins.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { ApiTokenSchema, CreateTokenSchema, TokenCreatedSchema } from '#nodes/wire/access.ts';
import type { ApiTokens } from '#runtime/access/api-tokens.ts';
import { defineRoute, IdParams } from './route.ts';

/** Registers /api/v1/tokens. */
export function addTokenRoutes(app: FastifyInstance, tokens: ApiTokens): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/tokens',
    summary: 'List API tokens, without their secrets',
    tags: ['access'],
    access: [],
    rate: 'read',
    response: { 200: Type.Object({ tokens: Type.Array(ApiTokenSchema) }) },
    handler: async ({ workspaceId }) => ({ tokens: await tokens.list(workspaceId) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/tokens',
    summary: 'Make an API token; the answer shows its secret once',
    tags: ['access'],
    access: [],
    rate: 'write',
    body: CreateTokenSchema,
    response: { 201: TokenCreatedSchema },
    async handler({ workspaceId, body, audit }) {
      const created = await tokens.create(workspaceId, body);
      audit(created.token.id, { name: body.name, role: body.role });
      return created;
    },
  });

  defineRoute(app, {
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    summary: 'Withdraw an API token',
    tags: ['access'],
    access: [],
    rate: 'write',
    params: IdParams,
    response: { 204: Type.Null() },
    async handler({ workspaceId, params }) {
      await tokens.remove(workspaceId, params.id);
      return null;
    },
  });
}
