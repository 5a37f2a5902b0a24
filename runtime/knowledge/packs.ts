// Knowledge as it travels in templates and bundles: plain text, question-answer pairs, and the websites of a base.
import type { CarriedSite } from '#nodes/wire/knowledge-file.ts';
import type { KnowledgeStore } from '#runtime/ports/knowledge-store.ts';
import type { Bases } from './bases.ts';
import type { CarriedDocument, CarriedQuestion, Carrier } from './carried.ts';

/** The content of a base, documents oldest first. `ref` is the id that a flow's nodes use for it; what is absent is off, none, or for everybody. */
export interface Pack {
  readonly ref: string;
  readonly name: string;
  readonly description?: string;
  readonly rerank?: boolean;
  readonly sites?: readonly CarriedSite[];
  readonly documents: readonly CarriedDocument[];
  readonly questions: readonly (Omit<CarriedQuestion, 'similar'> & { readonly similar: readonly string[] })[];
}

/** Bases out of packs and packs out of bases. Has the form the flows room asks for. */
export interface Packs {
  baseIds(workspaceId: string): Promise<readonly string[]>;
  names(workspaceId: string): Promise<readonly string[]>;
  read(workspaceId: string, baseIds: readonly string[]): Promise<readonly Pack[]>;
  /** Makes a base with this content; documents are read in the background. Answers with its id. When anything is refused, nothing of it stays. */
  create(workspaceId: string, author: unknown, pack: Pack): Promise<string>;
  remove(workspaceId: string, baseId: string): Promise<void>;
}

/** Packs over the room's own parts. */
export function createPacks(store: KnowledgeStore, rooms: { readonly bases: Bases; readonly carrier: Carrier }): Packs {
  const { bases, carrier } = rooms;
  return {
    baseIds: async (workspaceId) => (await store.bases.list(workspaceId)).map((base) => base.id),
    names: async (workspaceId) => (await store.bases.list(workspaceId)).map((base) => base.name),
    async read(workspaceId, baseIds) {
      const packs: Pack[] = [];
      for (const id of new Set(baseIds)) {
        const base = await store.bases.get(workspaceId, id);
        if (base === undefined) continue;
        const { sites, documents, questions } = await carrier.contentOf(workspaceId, id);
        packs.push({
          ref: id,
          name: base.name,
          ...(base.description === '' ? {} : { description: base.description }),
          ...(base.rerank ? { rerank: true } : {}),
          ...(sites.length === 0 ? {} : { sites }),
          documents: documents.reverse(),
          questions: questions.filter(({ disabled }) => !disabled).map(({ disabled: _, ...question }) => question),
        });
      }
      return packs;
    },
    async create(workspaceId, _author, { name, description, rerank, sites = [], documents, questions }) {
      const base = await bases.create(workspaceId, { name, description, rerank });
      try {
        await carrier.fill(workspaceId, base.id, {
          sites,
          documents: [...documents].reverse(),
          questions: questions.map((question) => ({ ...question, similar: [...question.similar] })),
        });
      } catch (refusal) {
        await bases.remove(workspaceId, base.id);
        throw refusal;
      }
      return base.id;
    },
    remove: (workspaceId, baseId) => bases.remove(workspaceId, baseId),
  };
}
