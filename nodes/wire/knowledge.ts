// Knowledge: bases, sources (files and pasted text), passages, question-answer pairs, hit test.
import { Type, type Static } from 'typebox';

const Closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 200 });

export const KnowledgeBaseSchema = Type.Object({
  id: Type.String(),
  name: Name,
  description: Type.String(),
  sources: Type.Integer(),
  passages: Type.Integer(),
  questions: Type.Integer(),
  createdAt: Type.String(),
});
export const CreateBaseSchema = Type.Object(
  { name: Name, description: Type.Optional(Type.String({ maxLength: 1000 })) },
  Closed,
);
export const UpdateBaseSchema = Type.Object(
  { name: Type.Optional(Name), description: Type.Optional(Type.String({ maxLength: 1000 })) },
  Closed,
);

/** A source. `progress` 0..1; `error` says in both languages why it failed and how to mend it. */
export const SourceSchema = Type.Object({
  id: Type.String(),
  baseId: Type.String(),
  name: Name,
  kind: Type.Enum(['md', 'txt', 'html', 'csv', 'docx', 'pdf', 'paste']),
  sizeBytes: Type.Integer(),
  state: Type.Enum(['queued', 'reading', 'ready', 'failed']),
  progress: Type.Number(),
  passages: Type.Integer(),
  error: Type.Union([
    Type.Object({ code: Type.String(), message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }) }),
    Type.Null(),
  ]),
  createdAt: Type.String(),
});
/** POST /api/v1/knowledge/bases/{id}/sources (JSON; files go as multipart to .../uploads, several at once, each with its own outcome). */
export const PasteSourceSchema = Type.Object(
  { name: Name, text: Type.String({ minLength: 1, maxLength: 2_000_000 }) },
  Closed,
);
/** Answer of an upload: one entry a file, in order; a refused file has `error` and no `source`. */
export const UploadedSchema = Type.Object({
  files: Type.Array(
    Type.Object({
      name: Type.String(),
      source: Type.Union([SourceSchema, Type.Null()]),
      error: Type.Union([
        Type.Object({ code: Type.String(), message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }) }),
        Type.Null(),
      ]),
    }),
  ),
});
/** A passage as it is searched. `disabled` passages are kept but never found. */
export const PassageSchema = Type.Object({
  id: Type.String(),
  sourceId: Type.String(),
  ordinal: Type.Integer(),
  heading: Type.String(),
  text: Type.String(),
  disabled: Type.Boolean(),
});
/** PATCH /api/v1/knowledge/passages/{id} */
export const UpdatePassageSchema = Type.Object({ disabled: Type.Boolean() }, Closed);
/** POST /api/v1/knowledge/preview: how a text would be cut, before anything is stored. */
export const PreviewSchema = Type.Object(
  { name: Name, text: Type.String({ minLength: 1, maxLength: 2_000_000 }) },
  Closed,
);
export const PreviewedSchema = Type.Object({
  passages: Type.Array(Type.Object({ heading: Type.String(), text: Type.String() })),
});

/** A question with its approved answer and other ways to ask it. */
export const QuestionSchema = Type.Object({
  id: Type.String(),
  baseId: Type.String(),
  question: Type.String(),
  similar: Type.Array(Type.String()),
  answer: Type.String(),
  disabled: Type.Boolean(),
  updatedAt: Type.String(),
});
export const SaveQuestionSchema = Type.Object(
  {
    question: Type.String({ minLength: 1, maxLength: 500 }),
    similar: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 100 }),
    answer: Type.String({ minLength: 1, maxLength: 10_000 }),
    disabled: Type.Optional(Type.Boolean()),
  },
  Closed,
);

/** POST /api/v1/knowledge/search: the hit test; the same code path as in a chat. */
export const SearchSchema = Type.Object(
  {
    baseIds: Type.Array(Type.String(), { maxItems: 50 }),
    question: Type.String({ minLength: 1, maxLength: 2000 }),
    topK: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  },
  Closed,
);
export const SearchedSchema = Type.Object({
  hits: Type.Array(
    Type.Object({
      passageId: Type.String(),
      title: Type.String(),
      text: Type.String(),
      score: Type.Number(),
      answer: Type.Optional(Type.String()),
      url: Type.Optional(Type.String()),
    }),
  ),
  confidence: Type.Number(),
  /** The extractive answer that would be sent; empty when there is none. */
  answer: Type.String(),
  sources: Type.Array(Type.Object({ title: Type.String(), quote: Type.String(), url: Type.Optional(Type.String()) })),
  threshold: Type.Number(),
  tookMs: Type.Number(),
});

export type KnowledgeBase = Static<typeof KnowledgeBaseSchema>;
export type Source = Static<typeof SourceSchema>;
export type Passage = Static<typeof PassageSchema>;
export type Question = Static<typeof QuestionSchema>;
export type Searched = Static<typeof SearchedSchema>;
export type Uploaded = Static<typeof UploadedSchema>;
