// Knowledge from websites, and the versions of documents.
import { Type, type Static } from 'typebox';
import { KnowledgeRulesSchema } from './knowledge.ts';

const Closed = { additionalProperties: false } as const;
const Bilingual = Type.Object({ 'zh-CN': Type.String(), en: Type.String() });
const Problem = Type.Object({ code: Type.String(), message: Bilingual });

/** How often a website is read again; null: only when somebody asks for it. */
export const RefreshSchema = Type.Union([
  Type.Object({ every: Type.Integer({ minimum: 1, maximum: 90 }), unit: Type.Enum(['hour', 'day', 'week']) }, Closed),
  Type.Null(),
]);

/**
 * How a website is read. `sitemap`: what its sitemap lists (that of robots.txt, `/sitemap.xml`, or the address itself when it ends in `.xml`,
 * `.xml.gz` or `.txt`). `links`: from page to page, `depth` links far. Either way only pages of the same host below the path of the address.
 * `page`: the one document at the address, of any kind that is read. `questions`: a list at the address (CSV or Excel), a row a question with its
 * answer. These two follow no links; `depth` and `maxPages` mean nothing to them.
 */
export const SiteSettingsSchema = Type.Object(
  {
    way: Type.Enum(['sitemap', 'links', 'page', 'questions']),
    depth: Type.Integer({ minimum: 0, maximum: 10 }),
    maxPages: Type.Integer({ minimum: 1, maximum: 2000 }),
    refresh: RefreshSchema,
  },
  Closed,
);

/** A website, or another address that is read again and again. Its pages are sources with `page`, its rows questions with `siteId`. Times are ISO. */
export const SiteSchema = Type.Object({
  id: Type.String(),
  baseId: Type.String(),
  address: Type.String(),
  settings: SiteSettingsSchema,
  rules: KnowledgeRulesSchema,
  state: Type.Enum(['queued', 'reading', 'ready', 'failed']),
  /** Pages (or rows) looked at, and known of, while it is read. */
  progress: Type.Object({ done: Type.Integer(), found: Type.Integer() }),
  /** What the last reading came to; `stopped` says why it ended early, `problems` are the first pages that were not taken in. */
  result: Type.Union([
    Type.Object({
      at: Type.String(),
      added: Type.Integer(),
      changed: Type.Integer(),
      same: Type.Integer(),
      gone: Type.Integer(),
      skipped: Type.Integer(),
      failed: Type.Integer(),
      stopped: Type.Union([Problem, Type.Null()]),
      problems: Type.Array(Type.Object({ url: Type.String(), code: Type.String(), message: Bilingual })),
    }),
    Type.Null(),
  ]),
  nextAt: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
});
/** POST /api/v1/knowledge/bases/{id}/sites */
export const AddSiteSchema = Type.Object(
  {
    address: Type.String({ minLength: 1, maxLength: 2000 }),
    settings: SiteSettingsSchema,
    rules: Type.Optional(KnowledgeRulesSchema),
  },
  Closed,
);
/** PATCH /api/v1/knowledge/sites/{id}: `rules` hold for all of its pages at once. */
export const UpdateSiteSchema = Type.Object(
  { settings: Type.Optional(SiteSettingsSchema), rules: Type.Optional(KnowledgeRulesSchema) },
  Closed,
);

/** A content of a document: the live one or an earlier one. `author` is empty when a website brought it. */
export const VersionSchema = Type.Object({
  version: Type.Integer(),
  live: Type.Boolean(),
  kind: Type.String(),
  sizeBytes: Type.Integer(),
  passages: Type.Integer(),
  author: Type.String(),
  liveAt: Type.String(),
});
/** What a version says and the live content does not (`removed`), and the other way round (`added`), passage by passage. */
export const VersionDifferenceSchema = Type.Object({
  removed: Type.Array(Type.Object({ heading: Type.String(), text: Type.String() })),
  added: Type.Array(Type.Object({ heading: Type.String(), text: Type.String() })),
  same: Type.Integer(),
});

export type SiteRefresh = Static<typeof RefreshSchema>;
export type SiteSettings = Static<typeof SiteSettingsSchema>;
export type Site = Static<typeof SiteSchema>;
export type Version = Static<typeof VersionSchema>;
export type VersionDifference = Static<typeof VersionDifferenceSchema>;
