// Signed calls of other systems, over HTTP: the raw body goes to the room, whose answer goes back.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Hooks } from '#runtime/hooks/hooks.ts';
import { defineRoute } from './route.ts';

const Where = Type.Object({
  slug: Type.String({ minLength: 1, maxLength: 128 }),
  key: Type.String({ minLength: 1, maxLength: 64 }),
});

/** Registers /api/v1/public/hooks/:slug/:key. */
export function addHookRoutes(app: FastifyInstance, hooks: Pick<Hooks, 'receive'>): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/public/hooks/:slug/:key',
    summary:
      'Call the "on webhook" of a published flow, signed with webhook-id, webhook-timestamp and webhook-signature',
    tags: ['customer'],
    access: 'public',
    rate: 'hook',
    params: Where,
    rawBody: true,
    bodyLimitBytes: 64 * 1024,
    response: { 200: Type.Unknown(), 202: Type.Unknown() },
    async handler({ params, request, reply }) {
      const answer = await hooks.receive({
        ...params,
        id: headerOf(request, 'webhook-id'),
        timestamp: headerOf(request, 'webhook-timestamp'),
        signature: headerOf(request, 'webhook-signature'),
        raw: typeof request.body === 'string' ? request.body : '',
      });
      return reply
        .code(answer.status)
        .headers({ ...answer.headers })
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(answer.body));
    },
  });
}

function headerOf(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
