// Knowledge bases: made, renamed, removed with everything in them.
import { FlowError } from '#nodes/kit/errors.ts';
import type { KnowledgeBase } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeReviewStore } from '#runtime/ports/knowledge-review.ts';
import type { KnowledgeStore, StoredBase } from '#runtime/ports/knowledge-store.ts';

/** Bases. Unknown ids fail with RESOURCE_NOT_FOUND. */
export interface Bases {
  list(workspaceId: string): Promise<readonly KnowledgeBase[]>;
  get(workspaceId: string, id: string): Promise<KnowledgeBase>;
  create(
    workspaceId: string,
    draft: {
      readonly name: string;
      readonly description?: string | undefined;
      readonly rerank?: boolean | undefined;
    },
  ): Promise<KnowledgeBase>;
  update(
    workspaceId: string,
    id: string,
    change: {
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly rerank?: boolean | undefined;
    },
  ): Promise<KnowledgeBase>;
  remove(workspaceId: string, id: string): Promise<void>;
}

/** Bases over the stores. */
export function createBases(deps: {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly files: FileStore;
  readonly review: KnowledgeReviewStore;
  readonly clock: Clock;
}): Bases {
  const { store, index, files, clock } = deps;

  async function find(workspaceId: string, id: string): Promise<StoredBase> {
    const base = await store.bases.get(workspaceId, id);
    if (base === undefined) {
      throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
    }
    return base;
  }

  return {
    list: async (workspaceId) => (await store.bases.list(workspaceId)).map(baseFromStored),
    get: async (workspaceId, id) => baseFromStored(await find(workspaceId, id)),
    async create(workspaceId, { name, description = '', rerank = false }) {
      const base = { id: clock.id(), name, description, rerank, createdAt: clock.now() };
      await store.bases.save(workspaceId, base);
      return baseFromStored({ ...base, sources: 0, passages: 0, questions: 0, labels: [] });
    },
    async update(workspaceId, id, change) {
      const base = await find(workspaceId, id);
      const { name = base.name, description = base.description, rerank = base.rerank } = change;
      const next = { ...base, name, description, rerank };
      await store.bases.save(workspaceId, next);
      return baseFromStored(next);
    },
    async remove(workspaceId, id) {
      await find(workspaceId, id);
      const sources = await store.sources.list(workspaceId, id);
      const fileIds = sources.flatMap(({ fileId, pending }) => [fileId, ...(pending === null ? [] : [pending.fileId])]);
      fileIds.push(...(await store.versions.filesOf(workspaceId, id)));
      await store.bases.remove(workspaceId, id);
      await index.dropBase(workspaceId, id);
      await deps.review.removeBase(workspaceId, id);
      for (const fileId of fileIds) await files.remove(workspaceId, fileId);
    },
  };
}

function baseFromStored({ createdAt, labels, ...base }: StoredBase): KnowledgeBase {
  return { ...base, labels: [...labels], createdAt: new Date(createdAt).toISOString() };
}
