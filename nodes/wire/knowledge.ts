// Knowledge: bases, sources (files and pasted text), passages, question-answer pairs, hit test.
import { Type, type Static } from 'typebox';

const Closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 200 });

/**
 * For whom, where and when something holds. Empty lists: everybody, everywhere. `audiences` are tags of contacts; `tags` are labels a search may
 * ask for. `startsAt` and `endsAt` are ISO times or null; from `endsAt` on it is not found any more.
 */
export const KnowledgeRulesSchema = Type.Object(
  {
    channels: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 30 }),
    audiences: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 30 }),
    tags: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 30 }),
    startsAt: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
    endsAt: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
  },
  Closed,
);

export const KnowledgeBaseSchema = Type.Object({
  id: Type.String(),
  name: Name,
  description: Type.String(),
  /** Whether a language model, where there is one, puts what is found in it in order. */
  rerank: Type.Boolean(),
  sources: Type.Integer(),
  passages: Type.Integer(),
  questions: Type.Integer(),
  /** Labels of its documents and questions, in order. */
  labels: Type.Array(Type.String()),
  createdAt: Type.String(),
});
const BaseSettings = {
  description: Type.Optional(Type.String({ maxLength: 1000 })),
  rerank: Type.Optional(Type.Boolean()),
};
/** POST /api/v1/knowledge/bases; `rerank` is off unless told. */
export const CreateBaseSchema = Type.Object({ name: Name, ...BaseSettings }, Closed);
/** PATCH /api/v1/knowledge/bases/{id} */
export const UpdateBaseSchema = Type.Object({ name: Type.Optional(Name), ...BaseSettings }, Closed);

/** A source. `kind` image: its text was recognised. `progress` 0..1; `error` says in both languages why it failed and how to mend it. */
export const SourceSchema = Type.Object({
  id: Type.String(),
  baseId: Type.String(),
  name: Name,
  kind: Type.Enum(['md', 'txt', 'html', 'csv', 'docx', 'xlsx', 'pptx', 'epub', 'pdf', 'image', 'paste']),
  sizeBytes: Type.Integer(),
  state: Type.Enum(['queued', 'reading', 'ready', 'failed']),
  progress: Type.Number(),
  passages: Type.Integer(),
  error: Type.Union([
    Type.Object({ code: Type.String(), message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }) }),
    Type.Null(),
  ]),
  rules: KnowledgeRulesSchema,
  createdAt: Type.String(),
  /** Set for a page of a website; `goneAt`: since when the website has it no more, and it is not found. */
  page: Type.Union([
    Type.Object({
      siteId: Type.String(),
      url: Type.String(),
      goneAt: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Counts contents from 1, with who brought this one (empty: a website) and since when it is live. */
  version: Type.Integer(),
  author: Type.String(),
  liveAt: Type.String(),
});
/** PATCH /api/v1/knowledge/sources/{id}: for whom, where and when it holds. */
export const UpdateSourceSchema = Type.Object({ rules: KnowledgeRulesSchema }, Closed);
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
  /** `exact`: given word for word; `rephrase`: a model may say it in other words. */
  mode: Type.Enum(['exact', 'rephrase']),
  /** A question that holds one of these words is about something else. */
  negative: Type.Array(Type.String()),
  rules: KnowledgeRulesSchema,
  disabled: Type.Boolean(),
  updatedAt: Type.String(),
  /** The address whose list brought it; null: a person wrote it. */
  siteId: Type.Union([Type.String(), Type.Null()]),
});
/** What is left out keeps its value; on a new question `exact`, no words, for everybody. */
export const SaveQuestionSchema = Type.Object(
  {
    question: Type.String({ minLength: 1, maxLength: 500 }),
    similar: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 100 }),
    answer: Type.String({ minLength: 1, maxLength: 10_000 }),
    mode: Type.Optional(Type.Enum(['exact', 'rephrase'])),
    negative: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 })),
    rules: Type.Optional(KnowledgeRulesSchema),
    disabled: Type.Optional(Type.Boolean()),
  },
  Closed,
);
/**
 * PUT /api/v1/knowledge/questions/{id}. `ifUpdatedAt`: the `updatedAt` the writer has seen; when somebody changed the question since, REVISION_CONFLICT,
 * and nothing is overwritten. Left out: it is replaced whatever it says now.
 */
export const ReplaceQuestionSchema = Type.Object(
  { ...SaveQuestionSchema.properties, ifUpdatedAt: Type.Optional(Type.String({ maxLength: 40 })) },
  Closed,
);
/** POST /api/v1/knowledge/bases/{id}/questions/table: what came of the rows. `row` counts from 1, with the headings; at most 50 are named. */
export const QuestionsTakenSchema = Type.Object({
  added: Type.Integer(),
  changed: Type.Integer(),
  same: Type.Integer(),
  failed: Type.Integer(),
  problems: Type.Array(
    Type.Object({ row: Type.Integer(), message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }) }),
  ),
});

/** POST /api/v1/knowledge/search: the hit test; the same code path as in a chat. */
export const SearchSchema = Type.Object(
  {
    baseIds: Type.Array(Type.String(), { maxItems: 50 }),
    question: Type.String({ minLength: 1, maxLength: 2000 }),
    topK: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    /** Ask as on this channel, as this kind of customer. Left out: as where everything holds, for nobody in particular. */
    channel: Type.Optional(Type.String({ maxLength: 64 })),
    audiences: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 30 })),
    /** Only what carries one of these labels. */
    tags: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 30 })),
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
      mayRephrase: Type.Optional(Type.Boolean()),
      /** The sentences that answer, as they stand in the text. */
      evidence: Type.Array(Type.String()),
      /** Shares of the question's words found in it and in its title, and nearness in meaning, 0..1; the wording of ours that was met. */
      why: Type.Object({
        words: Type.Number(),
        title: Type.Number(),
        meaning: Type.Number(),
        /** Who read what is meant: nobody (words alone), the bundled tables, or the embeddings server. */
        readBy: Type.Enum(['nobody', 'tables', 'server']),
        wording: Type.String(),
      }),
    }),
  ),
  confidence: Type.Number(),
  /** The extractive answer that would be sent; empty when there is none. */
  answer: Type.String(),
  sources: Type.Array(Type.Object({ title: Type.String(), quote: Type.String(), url: Type.Optional(Type.String()) })),
  threshold: Type.Number(),
  tookMs: Type.Number(),
});

/** A question of a base's question set: what should (`wanted`), or should not, be its answer. */
export const CheckSchema = Type.Object({
  id: Type.String(),
  baseId: Type.String(),
  question: Type.String(),
  expectedId: Type.String(),
  expectedTitle: Type.String(),
  wanted: Type.Boolean(),
  createdAt: Type.String(),
});
/** POST /api/v1/knowledge/bases/{id}/checks: a hit judged right or wrong in the hit test. */
export const SaveCheckSchema = Type.Object(
  {
    question: Type.String({ minLength: 1, maxLength: 2000 }),
    expectedId: Type.String({ minLength: 1, maxLength: 128 }),
    wanted: Type.Boolean(),
  },
  Closed,
);
/** One question of the set, asked. `answerTitle` is what answers now; empty when nothing does. */
export const CheckedSchema = Type.Object({
  check: CheckSchema,
  passed: Type.Boolean(),
  /** Where the expected item stands among the hits, from 1; 0: not among the first ten. */
  rank: Type.Integer(),
  confidence: Type.Number(),
  answerTitle: Type.String(),
});
/** POST /api/v1/knowledge/bases/{id}/checks/run: the question set, asked as a customer would. Shares are 0..1. */
export const CheckRunSchema = Type.Object({
  results: Type.Array(CheckedSchema),
  passed: Type.Integer(),
  total: Type.Integer(),
});
/**
 * POST /api/v1/knowledge/bases/{id}/checks/compare: what a change would do to the question set, before it is made. `save` is a question as it
 * would be stored (`questionId` empty: a new one); `remove` are questions, passages or sources that would be gone or switched off; `rules` are
 * those a source would hold by.
 */
export const CompareChangeSchema = Type.Object(
  {
    questionId: Type.Optional(Type.String({ maxLength: 128 })),
    save: Type.Optional(SaveQuestionSchema),
    remove: Type.Optional(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 100 })),
    rules: Type.Optional(
      Type.Object({ sourceId: Type.String({ maxLength: 128 }), rules: KnowledgeRulesSchema }, Closed),
    ),
  },
  Closed,
);
/** Questions of the set that would pass and do not now, or pass now and would not. */
export const ComparedSchema = Type.Object({
  better: Type.Array(CheckedSchema),
  worse: Type.Array(CheckedSchema),
  total: Type.Integer(),
  passedBefore: Type.Integer(),
  passedAfter: Type.Integer(),
});

const HealthItem = Type.Object({ id: Type.String(), kind: Type.Enum(['question', 'source']), title: Type.String() });
/** GET /api/v1/knowledge/bases/{id}/health: what needs a person's eye. */
export const HealthSchema = Type.Object({
  /** Asked by customers and not answered, most asked first; long numbers are masked. */
  unanswered: Type.Array(
    Type.Object({
      question: Type.String(),
      asked: Type.Integer(),
      confidence: Type.Number(),
      askedAt: Type.String(),
    }),
  ),
  neverUsed: Type.Array(HealthItem),
  /** Two questions that ask the same; `conflict`: with different answers. */
  alike: Type.Array(
    Type.Object({
      first: HealthItem,
      second: HealthItem,
      conflict: Type.Boolean(),
    }),
  ),
  /** Questions compared for `alike` so far, of how many, newest change first; asking again goes on while some are left. */
  compared: Type.Integer(),
  toCompare: Type.Integer(),
  /** Ended, or ending within 14 days. */
  expiring: Type.Array(Type.Object({ item: HealthItem, endsAt: Type.String(), expired: Type.Boolean() })),
  /** How far the embeddings server has read the entries of the workspace; null without one. Search goes by it once it is `ready`. */
  reading: Type.Union([
    Type.Object({
      model: Type.String(),
      read: Type.Integer(),
      all: Type.Integer(),
      ready: Type.Boolean(),
      /** What went wrong last, in English; empty when nothing did. */
      problem: Type.String(),
    }),
    Type.Null(),
  ]),
});
export type Check = Static<typeof CheckSchema>;
export type Checked = Static<typeof CheckedSchema>;
export type CheckRun = Static<typeof CheckRunSchema>;
export type Compared = Static<typeof ComparedSchema>;
export type Health = Static<typeof HealthSchema>;
export type KnowledgeRules = Static<typeof KnowledgeRulesSchema>;
export type KnowledgeBase = Static<typeof KnowledgeBaseSchema>;
export type Source = Static<typeof SourceSchema>;
export type Passage = Static<typeof PassageSchema>;
export type Question = Static<typeof QuestionSchema>;
export type QuestionsTaken = Static<typeof QuestionsTakenSchema>;
export type Searched = Static<typeof SearchedSchema>;
export type Uploaded = Static<typeof UploadedSchema>;
