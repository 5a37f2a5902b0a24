// All conversations over HTTP.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { SessionStatusSchema } from '#nodes/wire/customer.ts';
import { DebugConversationSchema } from '#nodes/wire/debug.ts';
import { ConversationDetailSchema, ConversationSchema } from '#nodes/wire/desk.ts';
import type { Conversations } from '#runtime/conversations/conversations.ts';
import { defineRoute, IdParams } from './route.ts';

const READERS = ['designer', 'agent', 'supervisor', 'viewer'] as const;
const tags = ['conversations'];

/** Registers /api/v1/conversations. */
export function addConversationRoutes(app: FastifyInstance, conversations: Conversations): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/conversations',
    summary: 'List conversations, newest first; q is looked for in names and contact details',
    tags,
    access: READERS,
    rate: 'read',
    query: Type.Object(
      {
        status: Type.Optional(SessionStatusSchema),
        flow: Type.Optional(Type.String({ maxLength: 128 })),
        q: Type.Optional(Type.String({ maxLength: 200 })),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        conversations: Type.Array(ConversationSchema),
        nextCursor: Type.Union([Type.String(), Type.Null()]),
      }),
    },
    handler: ({ workspaceId, query: { flow, limit, ...rest } }) =>
      conversations.list(workspaceId, { ...rest, ...(flow === undefined ? {} : { flowId: flow }), limit: limit ?? 50 }),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/conversations/:id',
    summary: 'One conversation: transcript, path and values',
    tags,
    access: READERS,
    rate: 'read',
    params: IdParams,
    response: { 200: ConversationDetailSchema },
    handler: ({ workspaceId, params }) => conversations.get(workspaceId, params.id),
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/conversations/:id/debug',
    summary: 'One conversation turn by turn: what happened, why, and the state it left',
    tags,
    access: ['designer', 'supervisor'],
    rate: 'read',
    params: IdParams,
    response: { 200: DebugConversationSchema },
    handler: ({ workspaceId, params }) => conversations.debug(workspaceId, params.id),
  });
}
