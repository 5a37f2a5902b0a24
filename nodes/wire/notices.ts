// Notices to colleagues: the list behind the bell, and what the desk's stream says of a new one.
import { Type, type Static } from 'typebox';

const Closed = { additionalProperties: false } as const;

/** One notice as its reader has it. `linked` says that it leads somewhere: the lead, the handoff, or the conversation. */
export const NoticeSchema = Type.Object({
  id: Type.String(),
  sessionId: Type.String(),
  flow: Type.Object({ id: Type.String(), name: Type.String() }),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  /** Empty: addressed to no department. */
  department: Type.String(),
  text: Type.String(),
  urgent: Type.Boolean(),
  linked: Type.Boolean(),
  handoffId: Type.Union([Type.String(), Type.Null()]),
  leadId: Type.Union([Type.String(), Type.Null()]),
  at: Type.String(),
  readAt: Type.Union([Type.String(), Type.Null()]),
});

/** GET /api/v1/notices: the caller's newest 100; `unread` counts all. */
export const NoticeListSchema = Type.Object({ notices: Type.Array(NoticeSchema), unread: Type.Integer() });

/** POST /api/v1/notices/read: these are read; without `ids`, all. */
export const ReadNoticesSchema = Type.Object(
  { ids: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 100 })) },
  Closed,
);

/** GET /api/v1/colleagues: whom a step may name. */
export const ColleaguesSchema = Type.Object({
  colleagues: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), role: Type.String() })),
});

export type Notice = Static<typeof NoticeSchema>;
export type NoticeList = Static<typeof NoticeListSchema>;
