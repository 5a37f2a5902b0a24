// Comments on the canvas of a flow: threads of notes, beside the draft. Nothing of them is published or exported.
import { Type, type Static } from 'typebox';

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
const Text = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' });
const Closed = { additionalProperties: false } as const;

/** One note; `mentions` are the ids of colleagues named in it as `@Name`. Times are ISO 8601 UTC. */
export const CommentNoteSchema = Type.Object({
  id: Type.String(),
  by: Type.Object({ id: Type.String(), name: Type.String() }),
  at: Type.String(),
  text: Type.String(),
  mentions: Type.Array(Type.String()),
});

/** A thread, pinned to a step or (`node` null) to a place on the canvas. `resolved` is null while it is open. */
export const CommentThreadSchema = Type.Object({
  id: Type.String(),
  node: Type.Union([Type.String(), Type.Null()]),
  x: Type.Number(),
  y: Type.Number(),
  resolved: Type.Union([Type.Object({ by: Type.String(), at: Type.String() }), Type.Null()]),
  notes: Type.Array(CommentNoteSchema),
});

/** GET /api/v1/flows/{id}/comments; `people` may be mentioned. */
export const CommentsSchema = Type.Object({
  threads: Type.Array(CommentThreadSchema),
  people: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});

/** POST /api/v1/flows/{id}/comments: begins a thread; `id` is the caller's own, and the same again changes nothing. */
export const BeginThreadSchema = Type.Object(
  {
    id: Id,
    node: Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]),
    x: Type.Number({ minimum: -1e7, maximum: 1e7 }),
    y: Type.Number({ minimum: -1e7, maximum: 1e7 }),
    text: Text,
  },
  Closed,
);

/** POST /api/v1/flows/{id}/comments/{thread}/notes: answers; a settled thread is open again. The same `id` again changes nothing. */
export const AddNoteSchema = Type.Object({ id: Id, text: Text }, Closed);

/** PUT /api/v1/flows/{id}/comments/{thread}/state */
export const ThreadStateSchema = Type.Object({ resolved: Type.Boolean() }, Closed);

export type CommentThread = Static<typeof CommentThreadSchema>;
export type CommentNote = Static<typeof CommentNoteSchema>;
export type Comments = Static<typeof CommentsSchema>;
