// Rehearsals over HTTP.
import type { FastifyInstance } from 'fastify';
import { RehearsedSchema, RehearseSchema } from '#nodes/wire/flows.ts';
import type { Rehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { defineRoute, IdParams } from './route.ts';

const BODY_BYTES = 16 * 1024 * 1024;

/** Registers /api/v1/flows/:id/rehearse. */
export function addRehearsalRoutes(app: FastifyInstance, rehearsal: Rehearsal): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/flows/:id/rehearse',
    summary: 'Play one event on a draft without touching anything',
    tags: ['flows'],
    access: ['designer', 'supervisor', 'viewer'],
    rate: 'write',
    params: IdParams,
    body: RehearseSchema,
    bodyLimitBytes: BODY_BYTES,
    response: { 200: RehearsedSchema },
    action: false,
    handler: ({ workspaceId, body }) => rehearsal.rehearse(workspaceId, body),
  });
}
