// A real conversation in the debugger: its versions' documents and, turn by turn, what happened and where it stood.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { ActSchema, RehearsedSchema } from './flows.ts';

/** One turn. `result` has the form of a rehearsed turn, so that anybody may go on from it; its times are those of the record, not measured again. */
export const DebugTurnSchema = Type.Object({
  revision: Type.Integer(),
  /** Unix ms. */
  at: Type.Number(),
  version: Type.Integer(),
  /** The event's type, such as `message.received`. */
  event: Type.String(),
  /** How a rehearsal does the same; null when nobody in it could (an answer of another system, a note of the desk). */
  act: Type.Union([ActSchema, Type.Null()]),
  /** What the customer or the person at the desk said. */
  said: Type.String(),
  result: RehearsedSchema,
});

/** GET /api/v1/conversations/{id}/debug */
export const DebugConversationSchema = Type.Object({
  sessionId: Type.String(),
  flow: Type.Object({ id: Type.String(), name: Type.String(), version: Type.Integer() }),
  /** Every version the conversation was played on, with what it calls inlined. */
  documents: Type.Array(Type.Object({ version: Type.Integer(), document: Type.Unknown() })),
  /** What other systems answered, by node, as a rehearsal takes it. */
  mocks: RecordSchema(Type.Unknown()),
  locale: Type.String(),
  turns: Type.Array(DebugTurnSchema),
});

export type DebugTurn = Static<typeof DebugTurnSchema>;
export type DebugConversation = Static<typeof DebugConversationSchema>;
