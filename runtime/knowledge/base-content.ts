// Everything of a base that can be found now, as the index takes it.
import type { IndexedPassage } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeStore } from '#runtime/ports/knowledge-store.ts';
import { indexedPassage, isFindable } from './ingestion.ts';
import { indexedQuestion } from './questions.ts';

/** Questions and passages that are switched on. */
export async function contentOf(
  store: KnowledgeStore,
  workspaceId: string,
  baseId: string,
): Promise<readonly IndexedPassage[]> {
  const questions = await store.questions.list(workspaceId, baseId);
  const content: IndexedPassage[] = questions.filter(({ disabled }) => !disabled).map(indexedQuestion);
  for (const source of await store.sources.list(workspaceId, baseId)) {
    if (!isFindable(source)) continue;
    const passages = await store.passages.list(workspaceId, source.id);
    content.push(...passages.filter(({ disabled }) => !disabled).map((passage) => indexedPassage(source, passage)));
  }
  return content;
}
