// Events over HTTP: word from other systems for conversations that wait, and what flows noted.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { ReportedEventSchema, ReportEventSchema, TrackedEventsSchema } from '#nodes/wire/events.ts';
import type { Events } from '#runtime/events/events.ts';
import { defineRoute, IdParams } from './route.ts';

const Chosen = Type.Object(
  {
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    offsetMinutes: Type.Optional(Type.Integer({ minimum: -840, maximum: 840 })),
  },
  { additionalProperties: false },
);
const USUAL_DAYS = 30;
const Token = Type.Object({ token: Type.String({ minLength: 1, maxLength: 1000 }) });
const HeardSchema = Type.Object({ outcome: Type.Literal('heard') });

/** Registers /api/v1/events and the events of a flow. */
export function addEventRoutes(app: FastifyInstance, events: Events): void {
  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/events',
    summary: 'Report an event to every conversation that waits for its name and key',
    tags: ['conversations'],
    access: ['designer', 'supervisor'],
    rate: 'write',
    body: ReportEventSchema,
    response: { 200: ReportedEventSchema },
    handler({ workspaceId, body: { id, name, key, data } }) {
      return events.report(workspaceId, { id, name, data: parseData(data), ...(key === undefined ? {} : { key }) });
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/public/callbacks/:token',
    summary: 'Call a callback address that a flow gave out: the conversation that waits goes on, once',
    tags: ['customer'],
    access: 'public',
    rate: 'hook',
    params: Token,
    rawBody: true,
    bodyLimitBytes: 64 * 1024,
    response: { 200: HeardSchema },
    async handler({ params, request }) {
      await events.answer(params.token, parseCall(typeof request.body === 'string' ? request.body : ''));
      return { outcome: 'heard' as const };
    },
  });

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/flows/:id/tracked-events',
    summary: 'What a flow noted with "track an event": totals by name and the newest ones',
    tags: ['conversations'],
    access: ['designer', 'supervisor', 'viewer'],
    rate: 'read',
    params: IdParams,
    query: Chosen,
    response: { 200: TrackedEventsSchema },
    handler: ({ workspaceId, params, query }) =>
      events.tracked(workspaceId, params.id, {
        days: query.days ?? USUAL_DAYS,
        offsetMinutes: query.offsetMinutes ?? 0,
        ...(query.name === undefined ? {} : { name: query.name }),
      }),
  });
}

/** The body of a request is JSON. */
function parseData(data: Readonly<Record<string, unknown>> | undefined): JsonObject {
  return (data ?? {}) as JsonObject;
}

/** The body of a call: a JSON object; any other JSON stands in `value`, an empty body is an empty object. */
function parseCall(raw: string): JsonObject {
  if (raw.trim() === '') return {};
  let body: Json;
  try {
    body = JSON.parse(raw, (key: string, value: Json) => {
      if (key === '__proto__') throw new SyntaxError('__proto__');
      return value;
    }) as Json;
  } catch (error) {
    throw new FlowError('REQUEST_INVALID', 'The body is not JSON.', {}, { cause: error });
  }
  return isJsonObject(body) ? body : { value: body };
}
