// The desk: queue, context card, claim, chat, notes, resolve and return; and the list of all conversations.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { EMOTIONS } from '#nodes/kit/effects.ts';
import { LocalizedSchema } from '#nodes/kit/localized.ts';
import { MessageSchema, SessionStatusSchema } from './customer.ts';
import { NoticeSchema } from './notices.ts';

const Closed = { additionalProperties: false } as const;
const Person = Type.Object({ id: Type.String(), name: Type.String() });

/** What a mood was judged to be before staff corrected it, and who did; null: nobody did. */
const MoodCorrectedSchema = Type.Union([Type.Object({ said: Type.Enum(EMOTIONS), by: Type.String() }), Type.Null()]);

/** One conversation that waits for, or is with, a person. `id` is the handoff's id. */
export const HandoffSchema = Type.Object({
  id: Type.String(),
  sessionId: Type.String(),
  flow: Type.Object({ id: Type.String(), name: Type.String(), version: Type.Integer() }),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  department: Type.String(),
  reason: Type.String(),
  /** Of the newest judged message: as staff corrected it, else as it was judged. Null: nothing was judged. */
  mood: Type.Union([Type.Enum(EMOTIONS), Type.Null()]),
  moodCorrected: MoodCorrectedSchema,
  priority: Type.Integer(),
  state: Type.Enum(['waiting', 'active', 'resolved', 'returned', 'abandoned', 'timeout']),
  agent: Type.Union([Person, Type.Null()]),
  createdAt: Type.String(),
  claimedAt: Type.Union([Type.String(), Type.Null()]),
  endedAt: Type.Union([Type.String(), Type.Null()]),
  lastMessage: Type.Union([Type.Object({ from: Type.String(), text: Type.String(), at: Type.String() }), Type.Null()]),
  unread: Type.Integer(),
});

/** GET /api/v1/desk: everything the desk shows at once. `presence` is the caller's own. */
export const DeskSchema = Type.Object({
  waiting: Type.Array(HandoffSchema),
  mine: Type.Array(HandoffSchema),
  others: Type.Array(HandoffSchema),
  presence: Type.Enum(['online', 'away']),
  agentsOnline: Type.Array(Person),
});

/** GET /api/v1/desk/handoffs/{id}: the context card and the transcript. */
export const HandoffDetailSchema = Type.Object({
  handoff: HandoffSchema,
  context: Type.Object({
    reason: Type.String(),
    /** The last judged messages, oldest first. `label` is the corrected mood where there is one; `intensity` is of the judged one, 0..1. */
    moods: Type.Array(
      Type.Object({
        label: Type.Enum(EMOTIONS),
        intensity: Type.Number(),
        text: Type.String(),
        corrected: MoodCorrectedSchema,
      }),
    ),
    /** Collected values: variable or customer field, its label and value. */
    values: Type.Array(Type.Object({ name: Type.String(), label: Type.String(), value: Type.Unknown() })),
    /** The path walked: node id, its name and type, the port taken and its label. */
    path: Type.Array(
      Type.Object({
        node: Type.String(),
        name: Type.String(),
        type: Type.String(),
        port: Type.Optional(Type.String()),
        portLabel: Type.Optional(LocalizedSchema()),
      }),
    ),
    source: RecordSchema(Type.Unknown()),
    summary: Type.Array(Type.String()),
  }),
  messages: Type.Array(MessageSchema),
  notes: Type.Array(Type.Object({ id: Type.String(), at: Type.String(), by: Person, text: Type.String() })),
});

/** PUT /api/v1/desk/presence */
export const PresenceSchema = Type.Object({ presence: Type.Enum(['online', 'away']) }, Closed);
/** POST /api/v1/desk/handoffs/{id}/messages; `id` makes it idempotent. */
export const AgentMessageSchema = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 128 }), text: Type.String({ minLength: 1, maxLength: 20_000 }) },
  Closed,
);
/** POST .../notes: seen by staff only. */
export const NoteSchema = Type.Object({ text: Type.String({ minLength: 1, maxLength: 5000 }) }, Closed);
/** POST .../return */
export const ReturnSchema = Type.Object({ note: Type.String({ maxLength: 2000 }) }, Closed);

/** Events of GET /api/v1/desk/stream (SSE). `desk` says: something in the lists changed, with the handoff concerned. */
export const DeskEventSchema = Type.Union([
  Type.Object({ type: Type.Literal('handoff'), handoff: HandoffSchema }),
  /** Staff corrected the mood of a message of this conversation, or took a correction back. */
  Type.Object({ type: Type.Literal('mood'), handoff: HandoffSchema }),
  Type.Object({ type: Type.Literal('message'), handoffId: Type.String(), message: MessageSchema }),
  Type.Object({ type: Type.Literal('presence'), agentsOnline: Type.Array(Person) }),
  Type.Object({ type: Type.Literal('lead'), leadId: Type.String() }),
  /** For the listener alone. */
  Type.Object({ type: Type.Literal('notice'), notice: NoticeSchema }),
]);

/** GET /api/v1/conversations */
export const ConversationSchema = Type.Object({
  sessionId: Type.String(),
  flow: Type.Object({ id: Type.String(), name: Type.String(), version: Type.Integer() }),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  channel: Type.String(),
  status: SessionStatusSchema,
  startedAt: Type.String(),
  lastAt: Type.String(),
  messageCount: Type.Integer(),
  lastText: Type.String(),
});
/** GET /api/v1/conversations/{sessionId} */
export const ConversationDetailSchema = Type.Object({
  conversation: ConversationSchema,
  messages: Type.Array(MessageSchema),
  path: Type.Array(
    Type.Object({
      node: Type.String(),
      name: Type.String(),
      type: Type.String(),
      port: Type.Optional(Type.String()),
      portLabel: Type.Optional(LocalizedSchema()),
      at: Type.String(),
    }),
  ),
  values: Type.Array(Type.Object({ name: Type.String(), label: Type.String(), value: Type.Unknown() })),
});

export type Handoff = Static<typeof HandoffSchema>;
export type Desk = Static<typeof DeskSchema>;
export type HandoffDetail = Static<typeof HandoffDetailSchema>;
export type DeskEvent = Static<typeof DeskEventSchema>;
export type Conversation = Static<typeof ConversationSchema>;
export type ConversationDetail = Static<typeof ConversationDetailSchema>;
