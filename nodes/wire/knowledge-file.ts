// A whole knowledge base as one file, and what of it travels in bundles: websites, and pages that were read from them.
import { Type, type Static } from 'typebox';
import { KnowledgeRulesSchema, SaveQuestionSchema } from './knowledge.ts';
import { SiteSettingsSchema } from './knowledge-sites.ts';

const Closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 200 });
const Address = Type.String({ minLength: 1, maxLength: 2000 });

/** A website of a base. After an import it is read when its interval is over, or when somebody asks. */
export const CarriedSiteSchema = Type.Object(
  {
    address: Address,
    settings: SiteSettingsSchema,
    rules: KnowledgeRulesSchema,
    /** Addresses of pages (of a list: questions) that people deleted; they are not taken in again. */
    excluded: Type.Array(Address, { maxItems: 5000 }),
  },
  Closed,
);

/** Where a document was read. */
export const CarriedPageSchema = Type.Object(
  {
    /** The address of one of the `sites` that come along. */
    site: Address,
    url: Address,
    /** Changes with what the page says; empty: not known. */
    mark: Type.String({ maxLength: 200 }),
    /** Passages of the page that were switched off: they are not in the text, and stay off when the page is read again. */
    off: Type.Array(Type.String({ maxLength: 20_000 }), { maxItems: 2000 }),
  },
  Closed,
);

/** Where a question came from. */
export const CarriedOriginSchema = Type.Object(
  {
    /** The address of one of the `sites` that come along. */
    site: Address,
    /** The question as the list has it. */
    key: Type.String({ minLength: 1, maxLength: 500 }),
    /** Changes with what its row says; empty: not known. */
    mark: Type.String({ maxLength: 200 }),
  },
  Closed,
);

/** Websites of a base at most, in a file or bundle. */
export const MAX_CARRIED_SITES = 200;

/** A whole base as one file: what export gives and import takes. Files of older versions have neither `rerank` nor `sites`. */
export const BaseFileSchema = Type.Object(
  {
    format: Type.Literal('tandem-knowledge-1'),
    name: Name,
    description: Type.String({ maxLength: 1000 }),
    /** Absent: off. */
    rerank: Type.Optional(Type.Boolean()),
    sites: Type.Optional(Type.Array(CarriedSiteSchema, { maxItems: MAX_CARRIED_SITES })),
    documents: Type.Array(
      Type.Object(
        {
          name: Name,
          text: Type.String({ minLength: 1, maxLength: 2_000_000 }),
          rules: KnowledgeRulesSchema,
          page: Type.Optional(CarriedPageSchema),
        },
        Closed,
      ),
      { maxItems: 20_000 },
    ),
    questions: Type.Array(
      Type.Object({ ...SaveQuestionSchema.properties, from: Type.Optional(CarriedOriginSchema) }, Closed),
      { maxItems: 20_000 },
    ),
    checks: Type.Array(
      Type.Object(
        {
          question: Type.String({ minLength: 1, maxLength: 2000 }),
          expectedTitle: Type.String({ maxLength: 500 }),
          expectedText: Type.String({ maxLength: 20_000 }),
          wanted: Type.Boolean(),
        },
        Closed,
      ),
      { maxItems: 5000 },
    ),
  },
  Closed,
);

export type CarriedSite = Static<typeof CarriedSiteSchema>;
export type CarriedOrigin = Static<typeof CarriedOriginSchema>;
export type CarriedPage = Static<typeof CarriedPageSchema>;
export type BaseFile = Static<typeof BaseFileSchema>;
