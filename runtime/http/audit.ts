// The audit log, for admins: page by page, newest first, and the check of its chain.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AuditEntrySchema } from '#nodes/wire/access.ts';
import type { AuditLog } from '#runtime/ports/audit-log.ts';
import { defineRoute } from './route.ts';

/** Registers /api/v1/audit. */
export function addAuditRoutes(app: FastifyInstance, log: AuditLog): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/audit',
    summary: 'Read the audit log, newest first',
    tags: ['access'],
    access: [],
    rate: 'read',
    query: Type.Object(
      {
        cursor: Type.Optional(Type.String({ maxLength: 128 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        action: Type.Optional(Type.String({ maxLength: 128 })),
        actor: Type.Optional(Type.String({ maxLength: 128 })),
      },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        entries: Type.Array(AuditEntrySchema),
        nextCursor: Type.Union([Type.String(), Type.Null()]),
      }),
    },
    async handler({ workspaceId, query }) {
      const limit = query.limit ?? 50;
      const found = await log.list(workspaceId, {
        limit: limit + 1,
        ...(query.cursor === undefined ? {} : { before: query.cursor }),
        ...(query.action === undefined ? {} : { action: query.action }),
        ...(query.actor === undefined ? {} : { actorId: query.actor }),
      });
      const entries = found.slice(0, limit);
      return { entries, nextCursor: found.length > limit ? (entries.at(-1)?.id ?? null) : null };
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/audit/verification',
    summary: 'Recompute the chain of the audit log',
    tags: ['access'],
    access: [],
    rate: 'auth',
    response: { 200: Type.Object({ lines: Type.Integer(), brokenAt: Type.Union([Type.String(), Type.Null()]) }) },
    handler: ({ workspaceId }) => log.verify(workspaceId),
  });
}
