// Golden conversations: the file form of a dialogue that is played against a flow and checked turn by turn.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { SignalName } from './sessions.ts';

const Closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 20_000 });
const Words = Type.Array(Text, { minItems: 1, maxItems: 50 });

/** What must be true after a turn. Absent: not looked at. */
export const DialogueExpectSchema = Type.Object(
  {
    /** Each stands somewhere in what was said in this turn: texts, buttons, cards, forms. */
    reply: Type.Optional(Words),
    /** Each is the whole of something that was said, spaces at the ends aside. */
    replyExact: Type.Optional(Words),
    /** Each is meant by something that was said, in whatever words; `meansAtLeast` (0.6 unless told, 0 to 1) is how near it must come. */
    replyMeans: Type.Optional(Words),
    meansAtLeast: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** None of these does. */
    notReply: Type.Optional(Words),
    /** True: nothing at all is said. */
    silent: Type.Optional(Type.Boolean()),
    /** A node id that this turn came through, or in which it rests. */
    node: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** Values by name: `order_no`, `lead.phone`, `customer.name`; null: has no value. */
    variables: Type.Optional(RecordSchema(Type.Unknown())),
    /** Who has the conversation now. */
    status: Type.Optional(Type.Enum(['bot', 'queue', 'person', 'closed'])),
    /** Was a person to be brought in, in this turn? True also when nobody was there. */
    handoff: Type.Optional(Type.Boolean()),
    /** Values of the lead saved in this turn. */
    lead: Type.Optional(RecordSchema(Type.Unknown())),
    /** Tags the customer has by now. */
    tags: Type.Optional(Type.Array(Text, { maxItems: 50 })),
    /** What understanding made of the customer's sentence. */
    mood: Type.Optional(Type.Enum(['calm', 'anxious', 'angry', 'sad', 'happy'])),
    intent: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  Closed,
);

/** One turn: exactly one act, and what must come of it. */
export const DialogueTurnSchema = Type.Object(
  {
    /** The customer writes. */
    says: Type.Optional(Text),
    /** The customer presses something that was offered, named by its id or its label. */
    chooses: Type.Optional(Text),
    /** The customer sends the form or lead card; `consent: true` ticks the box, `cancelled: true` declines. */
    submits: Type.Optional(RecordSchema(Type.Unknown())),
    /** The customer sends files, named only: what they are, their endings say. */
    attaches: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 10 })),
    /** Time passes, as `30s`, `10m`, `24h` or `2d`; timers fire on the way. */
    waits: Type.Optional(Type.String({ pattern: '^\\d{1,6}\\s?[smhd]$' })),
    /** Somebody at the desk takes the conversation, closes the matter, or gives it back to the flow. */
    agent: Type.Optional(Type.Enum(['accept', 'resolve', 'return'])),
    /** The person at the desk writes. */
    agentSays: Type.Optional(Text),
    /** Another system reports an event; `data.key` is what a match key is compared with. */
    event: Type.Optional(Type.Object({ name: SignalName, data: Type.Optional(RecordSchema(Type.Unknown())) }, Closed)),
    /** The customer leaves while waiting for or talking to a person. */
    leaves: Type.Optional(Type.Literal(true)),
    expect: Type.Optional(DialogueExpectSchema),
  },
  Closed,
);

/** A dialogue. The first thing that happens is that the conversation is opened; `opens` is what must come of that. */
export const DialogueSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** The customer's language; absent: the flow's own. */
    locale: Type.Optional(Type.String({ minLength: 2, maxLength: 20 })),
    /** When the conversation is opened, ISO 8601 with an offset; absent: Monday, 23 November 2026, 10:00 in Shanghai. */
    startsAt: Type.Optional(
      Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$' }),
    ),
    /** Is somebody at the desk? Absent: yes. */
    agentsOnline: Type.Optional(Type.Boolean()),
    /**
     * What the other side answers, by node id: for `http` `{ status, body }`, for a lead card `{ found: true }`, for a handoff
     * `{ state: 'full' }`; `"fail"` makes the node's effect fail.
     */
    mocks: Type.Optional(RecordSchema(Type.Unknown())),
    opens: Type.Optional(DialogueExpectSchema),
    turns: Type.Array(DialogueTurnSchema, { minItems: 1, maxItems: 200 }),
  },
  Closed,
);

export type DialogueExpect = Static<typeof DialogueExpectSchema>;
export type DialogueTurn = Static<typeof DialogueTurnSchema>;
export type Dialogue = Static<typeof DialogueSchema>;
