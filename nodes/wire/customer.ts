// The customer API: what the widget and any other channel client speaks. Fixed from the first release.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { MessageBodySchema, SentFileSchema } from '#nodes/kit/messages.ts';

const Id = Type.String({ minLength: 1, maxLength: 128 });

/** POST /api/v1/public/flows/{slug}/sessions */
export const OpenSessionSchema = Type.Object(
  {
    visitorId: Type.Optional(Id),
    /**
     * A signed statement of who the customer is: `v1.PAYLOAD.SIGNATURE`, where PAYLOAD is the base64url of the JSON `{ id, exp, facts? }` (`exp`
     * in Unix seconds, at most 31 days ahead) and SIGNATURE the base64url HMAC-SHA256 of `v1.PAYLOAD` under the workspace's identity secret.
     * A statement that is not good is ignored: the customer is then anonymous.
     */
    identity: Type.Optional(Type.String({ maxLength: 4000 })),
    locale: Type.Optional(Type.String({ minLength: 2, maxLength: 20 })),
    source: Type.Optional(
      Type.Object(
        {
          page: Type.Optional(Type.String({ maxLength: 2000 })),
          title: Type.Optional(Type.String({ maxLength: 500 })),
          referrer: Type.Optional(Type.String({ maxLength: 2000 })),
          campaign: Type.Optional(Type.String({ maxLength: 500 })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** A message of a transcript. `seq` grows by one within a session; `at` is ISO 8601 UTC. `by` names the person for agent messages. */
export const MessageSchema = Type.Object({
  id: Id,
  seq: Type.Integer({ minimum: 1 }),
  at: Type.String(),
  from: Type.Union([Type.Literal('customer'), Type.Literal('bot'), Type.Literal('agent'), Type.Literal('system')]),
  by: Type.Optional(Type.String({ maxLength: 200 })),
  /** The whole message as text with numbered choices; there when it was asked for with `plain=true`. Sending a number picks a choice. */
  plain: Type.Optional(Type.String()),
  ...MessageBodySchema.properties,
});

/** Who answers now. `closed`: the conversation has ended; open a new session to go on. */
export const SessionStatusSchema = Type.Union([
  Type.Literal('bot'),
  Type.Literal('queue'),
  Type.Literal('person'),
  Type.Literal('closed'),
]);

/** 201 answer of opening a session. `face` is how the flow wants to look. */
export const SessionOpenedSchema = Type.Object({
  sessionId: Id,
  token: Type.String(),
  messages: Type.Array(MessageSchema),
  status: SessionStatusSchema,
  personButton: Type.Boolean(),
});

/** POST /api/v1/public/sessions/{id}/messages. Exactly one of text, choice, form, files. `choice: "tandem:person"` asks for a person. */
export const SendMessageSchema = Type.Object(
  {
    id: Id,
    text: Type.Optional(Type.String({ maxLength: 20_000 })),
    choice: Type.Optional(Id),
    form: Type.Optional(
      RecordSchema(Type.Union([Type.String({ maxLength: 5000 }), Type.Number(), Type.Boolean(), Type.Null()])),
    ),
    files: Type.Optional(Type.Array(Id, { maxItems: 10 })),
  },
  { additionalProperties: false },
);

/**
 * 201 answer of POST /api/v1/public/sessions/{id}/files: one file as multipart/form-data, while the open question asks for files (or a
 * person is there). Its `id` is then sent in `files` of a message within an hour. GET .../files/{file} gives the bytes, as an attachment.
 */
export const FileUploadedSchema = Type.Object({ file: SentFileSchema });

/** 200 answer: the replies of this turn, without the customer's own message. */
export const TurnAnswerSchema = Type.Object({ messages: Type.Array(MessageSchema), status: SessionStatusSchema });

/** GET .../messages?after=SEQ */
export const TranscriptSchema = Type.Object({
  messages: Type.Array(MessageSchema),
  status: SessionStatusSchema,
  personButton: Type.Boolean(),
});

/** GET /api/v1/public/flows/{slug}: how the face looks, in the asked language. */
export const FaceSchema = Type.Object({
  slug: Type.String(),
  title: Type.String(),
  color: Type.String(),
  greeting: Type.Optional(Type.String()),
  avatarUrl: Type.Optional(Type.String()),
  side: Type.Union([Type.Literal('left'), Type.Literal('right')]),
  locales: Type.Array(Type.String()),
  personButton: Type.Boolean(),
});

/** Events of GET .../stream (SSE). `message` has the seq as event id; `delta` is a growing text that the final message replaces; `status` and `typing` are hints. */
export const StreamEventSchema = Type.Union([
  Type.Object({ type: Type.Literal('message'), message: MessageSchema }),
  Type.Object({ type: Type.Literal('delta'), streamId: Type.String(), text: Type.String() }),
  Type.Object({
    type: Type.Literal('status'),
    status: SessionStatusSchema,
    position: Type.Optional(Type.Integer()),
    etaSeconds: Type.Optional(Type.Integer()),
  }),
  Type.Object({ type: Type.Literal('typing'), from: Type.Union([Type.Literal('bot'), Type.Literal('agent')]) }),
]);

export type OpenSession = Static<typeof OpenSessionSchema>;
export type Message = Static<typeof MessageSchema>;
export type SessionStatus = Static<typeof SessionStatusSchema>;
export type SessionOpened = Static<typeof SessionOpenedSchema>;
export type SendMessage = Static<typeof SendMessageSchema>;
export type TurnAnswer = Static<typeof TurnAnswerSchema>;
export type Transcript = Static<typeof TranscriptSchema>;
export type Face = Static<typeof FaceSchema>;
export type FileUploaded = Static<typeof FileUploadedSchema>;
export type StreamEvent = Static<typeof StreamEventSchema>;
