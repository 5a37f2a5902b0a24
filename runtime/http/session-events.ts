// Events of other systems for running conversations, over HTTP.
import type { FastifyInstance } from 'fastify';
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { OWN_SIGNALS, RaisedEventSchema, RaiseEventSchema } from '#nodes/wire/sessions.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import { defineRoute, IdParams } from './route.ts';

/** Registers /api/v1/sessions/:id/events. */
export function addSessionEventRoutes(app: FastifyInstance, sessions: Pick<Sessions, 'receive'>): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/sessions/:id/events',
    summary: 'Raise an event in a running conversation; the flow hears it with "on event"',
    tags: ['conversations'],
    access: ['designer', 'supervisor'],
    rate: 'write',
    params: IdParams,
    body: RaiseEventSchema,
    response: { 200: RaisedEventSchema },
    async handler({ workspaceId, params, body }) {
      if (OWN_SIGNALS.has(body.name))
        throw new FlowError('REQUEST_INVALID', `"${body.name}" is raised by the system itself. Choose another name.`);
      const act = { type: 'signal.raised', name: body.name, data: parseData(body.data) } as const;
      const received = await sessions.receive(workspaceId, params.id, `signal:${body.id}`, act);
      return {
        outcome: received.outcome === 'duplicate' ? ('duplicate' as const) : ('played' as const),
        status: received.status,
        messages: received.messages.length,
      };
    },
  });
}

/** The body of a request is JSON. */
function parseData(data: Readonly<Record<string, unknown>> | undefined): JsonObject {
  return (data ?? {}) as JsonObject;
}
