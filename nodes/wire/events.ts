// Events over the API: word from other systems for conversations that wait for it, and what flows noted to be counted.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { RaiseEventSchema } from './sessions.ts';

/** POST /api/v1/events. `key` is compared with the match key of "wait for an event". The same `id` counts once for a conversation. */
export const ReportEventSchema = Type.Object(
  { ...RaiseEventSchema.properties, key: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })) },
  { additionalProperties: false },
);

/** Conversations that went on, had heard this `id` before, or were busy with something else just now; `more`: not all could be told at once. */
export const ReportedEventSchema = Type.Object({
  heard: Type.Integer({ minimum: 0 }),
  duplicate: Type.Integer({ minimum: 0 }),
  unheard: Type.Integer({ minimum: 0 }),
  more: Type.Boolean(),
});

/** GET /api/v1/flows/{id}/tracked-events. Times are ISO 8601 UTC; `day` is the date where `offsetMinutes` (east of Greenwich) holds. */
export const TrackedEventsSchema = Type.Object({
  totals: Type.Array(
    Type.Object({
      name: Type.String(),
      count: Type.Integer({ minimum: 0 }),
      sessions: Type.Integer({ minimum: 0 }),
      value: Type.Number(),
    }),
  ),
  days: Type.Array(Type.Object({ day: Type.String(), name: Type.String(), count: Type.Integer({ minimum: 0 }) })),
  events: Type.Array(
    Type.Object({
      name: Type.String(),
      properties: RecordSchema(Type.Unknown()),
      value: Type.Union([Type.Number(), Type.Null()]),
      node: Type.String(),
      version: Type.Integer(),
      sessionId: Type.String(),
      at: Type.String(),
    }),
  ),
});

export type ReportEvent = Static<typeof ReportEventSchema>;
export type ReportedEvent = Static<typeof ReportedEventSchema>;
export type TrackedEvents = Static<typeof TrackedEventsSchema>;
