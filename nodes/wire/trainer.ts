// The trainer's room: how well a draft's intents are told apart, what was misunderstood, and what else could be taught.
import { Type, type Static } from 'typebox';
import { FlowDictionarySchema, FlowIntentSchema } from '../flow/document.ts';

const Closed = { additionalProperties: false } as const;
const Id = Type.String({ minLength: 1, maxLength: 128 });
const Sentence = Type.String({ maxLength: 1000 });
const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** What a draft teaches, as it stands in the editor. */
const Taught = {
  intents: Type.Array(FlowIntentSchema, { maxItems: 2000 }),
  outOfScope: Type.Optional(Type.Array(Sentence, { maxItems: 5000 })),
  dictionaries: Type.Optional(Type.Array(FlowDictionarySchema, { maxItems: 100 })),
};

/** POST /api/v1/flows/{id}/trainer/examine. A later one of the same person on the same flow stops this one with STATE_CONFLICT. */
export const ExamineSchema = Type.Object(Taught, Closed);

/** Where an example stands: the id of its intent, and its place in the list that was sent. */
export const ExampleRefSchema = Type.Object({ intent: Type.String(), example: Count });

/** The answer: every example was judged by a model that had not seen it. */
export const ExaminedSchema = Type.Object({
  /** Examples that were judged; those taken for their own intent; those taken for none. The rest was taken for another. */
  judged: Count,
  right: Count,
  lost: Count,
  /** Half the width of the 95 % interval around `right / judged`, 0..1. */
  margin: Share,
  /** False when a figure would be luck: fewer than two intents, or fewer than 20 judged examples. */
  enough: Type.Boolean(),
  /** False when of a very large set only a share was judged. */
  complete: Type.Boolean(),
  intents: Type.Array(
    Type.Object({
      id: Type.String(),
      judged: Count,
      right: Count,
      lost: Count,
      /** How alike its examples are, 0..1: high means that they say little more than one of them. */
      sameness: Share,
    }),
  ),
  /** What was not taken for its own intent, at most 2,000. `said` null: for none. */
  mistakes: Type.Array(
    Type.Object({
      intent: Type.String(),
      example: Count,
      said: Type.Union([Type.String(), Type.Null()]),
      chance: Share,
    }),
  ),
  /** Examples of different intents that say the same; `likeness` 1: the same words. Most alike first. */
  alike: Type.Array(Type.Object({ one: ExampleRefSchema, other: ExampleRefSchema, likeness: Share })),
});

/** POST /api/v1/flows/{id}/trainer/try: what the draft would understand of a sentence. */
export const TrySentenceSchema = Type.Object({ ...Taught, text: Type.String({ maxLength: 20_000 }) }, Closed);
export const TriedSentenceSchema = Type.Object({
  intents: Type.Array(Type.Object({ intent: Type.String(), score: Share, reasons: Type.Array(Type.String()) })),
  outOfScope: Type.Boolean(),
  /** The intents it lies between, when asking back is wiser. */
  doubt: Type.Array(Type.String()),
  mood: Type.String(),
});

/** Why a sentence is in the inbox: see `MisunderstoodSentence`. */
export const InboxReasonSchema = Type.Enum(['outOfScope', 'unclear', 'unsure', 'handoff']);

/** GET /api/v1/flows/{id}/inbox. Personal values are masked. Equal sentences are one, with all their ids. */
export const InboxItemSchema = Type.Object({
  ids: Type.Array(Type.String()),
  text: Type.String(),
  reason: InboxReasonSchema,
  /** The intent it was taken for, or nearest to, when it was said. */
  guess: Type.Union([Type.String(), Type.Null()]),
  mood: Type.String(),
  /** When it was said last. */
  at: Type.String(),
  /** The conversation it was said in last. */
  sessionId: Type.String(),
  /** The intents of the draft it comes nearest to, nearest first, at most nine. */
  near: Type.Array(Type.Object({ intent: Type.String(), likeness: Share })),
});
export const InboxSchema = Type.Object({
  /** Groups of sentences about the same, largest first. */
  groups: Type.Array(Type.Object({ items: Type.Array(InboxItemSchema) })),
  /** Open sentences in all; more than are listed when there are many. */
  open: Count,
});

/** POST /api/v1/flows/{id}/inbox/handle */
export const HandleInboxSchema = Type.Object(
  {
    ids: Type.Array(Id, { minItems: 1, maxItems: 500 }),
    as: Type.Union([
      Type.Object({ kind: Type.Literal('intent'), intent: Id }, Closed),
      Type.Object({ kind: Type.Enum(['none', 'dismissed']) }, Closed),
    ]),
  },
  Closed,
);
/** POST /api/v1/flows/{id}/inbox/reopen */
export const ReopenInboxSchema = Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: 500 }) }, Closed);
export const InboxChangedSchema = Type.Object({ changed: Count, open: Count });

/** POST /api/v1/flows/{id}/trainer/suggest: more sentences for one intent. */
export const SuggestSchema = Type.Object({ ...Taught, intent: Id }, Closed);
export const SuggestedSchema = Type.Object({
  sentences: Type.Array(Type.Object({ text: Type.String(), from: Type.Enum(['inbox', 'templates', 'model']) })),
  /** What came of asking the language model. */
  model: Type.Enum(['absent', 'asked', 'failed']),
});

export type Examine = Static<typeof ExamineSchema>;
export type Examined = Static<typeof ExaminedSchema>;
export type TriedSentence = Static<typeof TriedSentenceSchema>;
export type InboxItem = Static<typeof InboxItemSchema>;
export type Inbox = Static<typeof InboxSchema>;
export type HandleInbox = Static<typeof HandleInboxSchema>;
export type InboxChanged = Static<typeof InboxChangedSchema>;
export type Suggested = Static<typeof SuggestedSchema>;
