// Staff accounts, for admins.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { CreateUserSchema, UpdateUserSchema, UserCreatedSchema, UserSchema } from '#nodes/wire/access.ts';
import type { Users } from '#runtime/access/users.ts';
import { defineRoute, IdParams } from './route.ts';

/** Registers /api/v1/users. */
export function addUserRoutes(app: FastifyInstance, users: Users): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/users',
    summary: 'List staff accounts',
    tags: ['access'],
    access: ['supervisor'],
    rate: 'read',
    response: { 200: Type.Object({ users: Type.Array(UserSchema) }) },
    handler: async ({ workspaceId }) => ({ users: await users.list(workspaceId) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/users',
    summary: 'Add a staff account; the answer shows its password once',
    tags: ['access'],
    access: [],
    rate: 'write',
    body: CreateUserSchema,
    response: { 201: UserCreatedSchema },
    async handler({ workspaceId, body, audit }) {
      const created = await users.create(workspaceId, body);
      audit(created.user.id, { email: created.user.email, role: body.role });
      return created;
    },
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/users/:id',
    summary: 'Change name or role, disable or enable',
    tags: ['access'],
    access: [],
    rate: 'write',
    params: IdParams,
    body: UpdateUserSchema,
    response: { 200: UserSchema },
    handler({ workspaceId, params, body, audit }) {
      audit(params.id, { ...body });
      return users.update(workspaceId, params.id, body);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/users/:id/password',
    summary: 'Make a new password, shown once; ends the sessions of the account',
    tags: ['access'],
    access: [],
    rate: 'write',
    params: IdParams,
    response: { 200: UserCreatedSchema },
    handler: ({ workspaceId, params }) => users.resetPassword(workspaceId, params.id),
  });
}
