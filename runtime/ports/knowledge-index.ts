// The searchable store of passages and questions.
import type { KnowledgeHit } from '#nodes/kit/effects.ts';

/** A passage or question to be found. `text` is what is searched; `answer` is set for question-answer pairs. */
export interface IndexedPassage {
  readonly id: string;
  readonly baseId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly text: string;
  readonly url?: string;
  readonly answer?: string;
  /** Further wordings of the same question; each is searched. */
  readonly alternatives?: readonly string[];
}

/** Full-text (and later dense) search over passages. Every call is scoped to one workspace, inside the query. */
export interface KnowledgeIndex {
  upsert(workspaceId: string, passages: readonly IndexedPassage[]): Promise<void>;
  /** Best first; scores calibrated to 0..1. An empty question finds nothing. */
  search(
    workspaceId: string,
    query: { readonly text: string; readonly baseIds: readonly string[]; readonly topK: number },
  ): Promise<readonly KnowledgeHit[]>;
  dropSource(workspaceId: string, sourceId: string): Promise<void>;
  dropPassage(workspaceId: string, passageId: string): Promise<void>;
  dropBase(workspaceId: string, baseId: string): Promise<void>;
}
