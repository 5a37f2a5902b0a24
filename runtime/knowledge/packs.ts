// Knowledge as it travels in templates and bundles: plain text and question-answer pairs.
import type { KnowledgeStore } from '#runtime/ports/knowledge-store.ts';
import type { Bases } from './bases.ts';
import { isFindable } from './ingestion.ts';
import type { Questions } from './questions.ts';
import type { Sources } from './sources.ts';

/** The content of a base. `ref` is the id that a flow's nodes use for it. */
export interface Pack {
  readonly ref: string;
  readonly name: string;
  readonly documents: readonly { readonly name: string; readonly text: string }[];
  readonly questions: readonly {
    readonly question: string;
    readonly similar: readonly string[];
    readonly answer: string;
  }[];
}

/** Bases out of packs and packs out of bases. Has the form the flows room asks for. */
export interface Packs {
  baseIds(workspaceId: string): Promise<readonly string[]>;
  names(workspaceId: string): Promise<readonly string[]>;
  read(workspaceId: string, baseIds: readonly string[]): Promise<readonly Pack[]>;
  /** Makes a base with this content; documents are read in the background. Answers with its id. */
  create(workspaceId: string, author: unknown, pack: Pack): Promise<string>;
  remove(workspaceId: string, baseId: string): Promise<void>;
}

/** Packs over the room's own parts. */
export function createPacks(
  store: KnowledgeStore,
  rooms: { readonly bases: Bases; readonly sources: Sources; readonly questions: Questions },
): Packs {
  async function documentsOf(workspaceId: string, baseId: string): Promise<Pack['documents']> {
    const sources = [...(await store.sources.list(workspaceId, baseId))].reverse();
    const documents: Pack['documents'][number][] = [];
    for (const { id, name, page } of sources) {
      if (!isFindable({ page })) continue;
      const passages = await store.passages.list(workspaceId, id);
      const text = markdownFromPassages(passages.filter((passage) => !passage.disabled));
      if (text !== '') documents.push({ name, text });
    }
    return documents;
  }

  return {
    baseIds: async (workspaceId) => (await store.bases.list(workspaceId)).map((base) => base.id),
    names: async (workspaceId) => (await store.bases.list(workspaceId)).map((base) => base.name),
    async read(workspaceId, baseIds) {
      const packs: Pack[] = [];
      for (const id of new Set(baseIds)) {
        const base = await store.bases.get(workspaceId, id);
        if (base === undefined) continue;
        const questions = await store.questions.list(workspaceId, id);
        packs.push({
          ref: id,
          name: base.name,
          documents: await documentsOf(workspaceId, id),
          questions: questions
            .filter((question) => !question.disabled)
            .map(({ question, similar, answer }) => ({ question, similar, answer })),
        });
      }
      return packs;
    },
    async create(workspaceId, _author, pack) {
      const base = await rooms.bases.create(workspaceId, { name: pack.name });
      for (const { question, similar, answer } of pack.questions) {
        await rooms.questions.create(workspaceId, base.id, { question, similar: [...similar], answer });
      }
      for (const document of pack.documents) await rooms.sources.paste(workspaceId, base.id, document);
      return base.id;
    },
    remove: (workspaceId, baseId) => rooms.bases.remove(workspaceId, baseId),
  };
}

/** Passages under their headings again; ` › ` parts the levels. */
export function markdownFromPassages(passages: readonly { readonly heading: string; readonly text: string }[]): string {
  let heading = '';
  const parts = passages.map((passage) => {
    const opens = passage.heading !== heading && passage.heading !== '';
    heading = passage.heading;
    const title = passage.heading
      .split(' › ')
      .map((part, level) => `${'#'.repeat(Math.min(level + 1, 6))} ${part}`)
      .join('\n\n');
    return opens ? `${title}\n\n${passage.text}` : passage.text;
  });
  return parts.join('\n\n');
}
