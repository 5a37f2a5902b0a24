// Stored dialogues of a flow: the tests that travel with its draft, their runs, coverage, and generated ones.
import { Type, type Static } from 'typebox';
import { DialogueSchema } from './dialogues.ts';

const Closed = { additionalProperties: false } as const;

/** Where a stored dialogue comes from. */
export const DialogueOriginSchema = Type.Enum([
  'written',
  'rehearsal',
  'conversation',
  'generated',
  'template',
  'import',
]);

/** A dialogue that is kept with a flow. `revision` grows by one with every change. */
export const StoredDialogueSchema = Type.Object({
  id: Type.String(),
  revision: Type.Integer(),
  dialogue: DialogueSchema,
  origin: DialogueOriginSchema,
  by: Type.String(),
  at: Type.String(),
});

/** POST /api/v1/flows/{id}/dialogues */
export const AddDialogueSchema = Type.Object(
  { dialogue: DialogueSchema, origin: Type.Optional(Type.Enum(['written', 'rehearsal', 'generated'])) },
  Closed,
);
/** PUT /api/v1/flows/{id}/dialogues/{dialogueId}: saved only if `revision` is still the current one, else 409 REVISION_CONFLICT. */
export const SaveDialogueSchema = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), dialogue: DialogueSchema },
  Closed,
);
/** POST /api/v1/flows/{id}/dialogues/from-conversation: what happened in a real conversation as a test, personal values masked. */
export const DialogueFromConversationSchema = Type.Object(
  { sessionId: Type.String({ minLength: 1, maxLength: 128 }), name: Type.String({ minLength: 1, maxLength: 200 }) },
  Closed,
);

/** One thing that is not as expected. `what` names the expectation (`act`: the turn could not be played), `name` the variable or field. */
export const DifferenceSchema = Type.Object({
  what: Type.Enum([
    'fault',
    'act',
    'reply',
    'replyExact',
    'replyMeans',
    'notReply',
    'silent',
    'node',
    'variable',
    'status',
    'handoff',
    'lead',
    'tag',
    'mood',
    'intent',
  ]),
  name: Type.Optional(Type.String()),
  expected: Type.String(),
  seen: Type.String(),
  /** The whole as one English sentence. */
  text: Type.String(),
});

/** One turn as it went; the first is the opening. */
export const TurnResultSchema = Type.Object({
  act: Type.String(),
  replies: Type.Array(Type.String()),
  status: Type.Enum(['bot', 'queue', 'person', 'closed']),
  problems: Type.Array(Type.String()),
  differences: Type.Array(DifferenceSchema),
});

/** A dialogue as it went. `id` is null for one that is not stored; `failedTurn` is the first red turn, 0 being the opening. */
export const DialogueRunSchema = Type.Object({
  id: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  passed: Type.Boolean(),
  failedTurn: Type.Union([Type.Integer(), Type.Null()]),
  turns: Type.Array(TurnResultSchema),
  /** False: it came with a template and was never changed. It is shown, and does not stop a publish. */
  binding: Type.Optional(Type.Boolean()),
});

const Count = Type.Object({ covered: Type.Integer(), total: Type.Integer(), missing: Type.Array(Type.String()) });

/** Which nodes and ways out were come through; `missing` holds node ids and `node.port`. */
export const CoverageSchema = Type.Object({ nodes: Count, ports: Count });

/** POST /api/v1/flows/{id}/dialogues/run: all stored ones, or those named, on the stored draft or on `document`. */
export const RunDialoguesSchema = Type.Object(
  {
    document: Type.Optional(Type.Unknown()),
    only: Type.Optional(Type.Array(Type.String({ maxLength: 128 }), { minItems: 1, maxItems: 1000 })),
  },
  Closed,
);
export const DialoguesRunSchema = Type.Object({ results: Type.Array(DialogueRunSchema), coverage: CoverageSchema });

/**
 * POST /api/v1/flows/{id}/dialogues/generate: dialogues that come where the stored ones do not; with `target` (`node` or `node.port`) only
 * one that comes there. Nothing is stored. The same flow and the same stored dialogues give the same answer.
 */
export const GenerateDialoguesSchema = Type.Object(
  { document: Type.Optional(Type.Unknown()), target: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
  Closed,
);
/** `coverage` is that of stored and generated dialogues together; what is still missing was not reached within the bound. */
export const DialoguesGeneratedSchema = Type.Object({
  dialogues: Type.Array(DialogueSchema),
  coverage: CoverageSchema,
});

export type DialogueOrigin = Static<typeof DialogueOriginSchema>;
export type StoredDialogue = Static<typeof StoredDialogueSchema>;
export type Difference = Static<typeof DifferenceSchema>;
export type DialogueRun = Static<typeof DialogueRunSchema>;
export type DialoguesRun = Static<typeof DialoguesRunSchema>;
export type DialoguesGenerated = Static<typeof DialoguesGeneratedSchema>;
export type Coverage = Static<typeof CoverageSchema>;
