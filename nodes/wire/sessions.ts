// Events that other systems raise in a running conversation.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { SessionStatusSchema } from './customer.ts';

/** Names that the product itself raises; nobody else may. */
export const OWN_SIGNALS: ReadonlySet<string> = new Set([
  'session.started',
  'session.idle',
  'session.ended',
  'agent.joined',
  'agent.left',
  'lead.created',
  'flow.error',
  'custom',
]);

/** How an event may be called where nothing outside is touched. */
export const SIGNAL_NAME = /^[A-Za-z][A-Za-z0-9_-]*([.:][A-Za-z0-9_-]+)*$/;

/** The name of an event where nothing outside is touched: one of an own system, or `webhook:key` and `schedule:key`. */
export const SignalName = Type.String({ maxLength: 100, pattern: SIGNAL_NAME.source });

/** An event for "on event". The same `id` again answers the same and does nothing. */
export const RaiseEventSchema = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 128 }),
    name: Type.String({ maxLength: 64, pattern: '^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$' }),
    data: Type.Optional(RecordSchema(Type.Unknown())),
  },
  { additionalProperties: false },
);

/** What came of it. `messages` is how many the flow sent. */
export const RaisedEventSchema = Type.Object({
  outcome: Type.Union([Type.Literal('played'), Type.Literal('duplicate')]),
  status: SessionStatusSchema,
  messages: Type.Integer({ minimum: 0 }),
});

export type RaiseEvent = Static<typeof RaiseEventSchema>;
