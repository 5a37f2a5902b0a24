// The form of a knowledge base in a bundle, and what of its addresses stays behind.
import { Type } from 'typebox';
import {
  CarriedOriginSchema,
  CarriedPageSchema,
  CarriedSiteSchema,
  MAX_CARRIED_SITES,
} from '#nodes/wire/knowledge-file.ts';
import { KnowledgeRulesSchema } from '#nodes/wire/knowledge.ts';
import type { KnowledgePack } from './flow-knowledge.ts';

/** A base as it stands in the file. What is optional came later; older bundles do without. */
export const PackSchema = Type.Object({
  ref: Type.String({ maxLength: 128 }),
  name: Type.String({ maxLength: 200 }),
  description: Type.Optional(Type.String({ maxLength: 1000 })),
  rerank: Type.Optional(Type.Boolean()),
  sites: Type.Optional(Type.Array(CarriedSiteSchema, { maxItems: MAX_CARRIED_SITES })),
  documents: Type.Array(
    Type.Object({
      name: Type.String({ maxLength: 300 }),
      text: Type.String({ maxLength: 5_000_000 }),
      rules: Type.Optional(KnowledgeRulesSchema),
      page: Type.Optional(CarriedPageSchema),
    }),
    { maxItems: 20_000 },
  ),
  questions: Type.Array(
    Type.Object({
      question: Type.String({ maxLength: 2000 }),
      similar: Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 200 }),
      answer: Type.String({ maxLength: 20_000 }),
      mode: Type.Optional(Type.Enum(['exact', 'rephrase'])),
      negative: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
      rules: Type.Optional(KnowledgeRulesSchema),
      from: Type.Optional(CarriedOriginSchema),
    }),
    { maxItems: 20_000 },
  ),
});

/** The pack without websites and page addresses that hold a secret; what was read there stays, as a document. */
export function withoutSecretAddresses(pack: KnowledgePack, secret: RegExp): KnowledgePack {
  const isOpen = (address: string): boolean => address.search(secret) === -1;
  if (pack.sites === undefined) return pack;
  const sites = pack.sites
    .filter(({ address }) => isOpen(address))
    .map((site) => ({ ...site, excluded: site.excluded.filter(isOpen) }));
  const documents = pack.documents.map((document) => {
    const { page, ...rest } = document;
    return page === undefined || (isOpen(page.site) && isOpen(page.url)) ? document : rest;
  });
  const questions = pack.questions.map((question) => {
    const { from, ...rest } = question;
    return from === undefined || isOpen(from.site) ? question : rest;
  });
  return { ...pack, sites, documents, questions };
}
