// How sources go: with their passages, their versions, their files, and for good.
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeStore, StoredSource } from '#runtime/ports/knowledge-store.ts';

/** The way out. */
export interface Removal {
  remove(workspaceId: string, source: StoredSource): Promise<void>;
  /** A page that a person deletes is not taken in again the next time its website is read. */
  exclude(workspaceId: string, source: StoredSource): Promise<void>;
}

/** The way out of the stores. */
export function createRemoval(deps: {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly files: FileStore;
}): Removal {
  const { store, index, files } = deps;
  return {
    async remove(workspaceId, source) {
      const earlier = await store.versions.list(workspaceId, source.id);
      await store.sources.remove(workspaceId, source.id);
      await index.dropSource(workspaceId, source.id);
      const fileIds = [source.fileId, ...earlier.map(({ fileId }) => fileId)];
      for (const fileId of fileIds) await files.remove(workspaceId, fileId);
      if (source.pending !== null) await files.remove(workspaceId, source.pending.fileId);
    },
    async exclude(workspaceId, { page }) {
      const site = page === null ? undefined : await store.sites.get(workspaceId, page.siteId);
      if (page === null || site === undefined || site.excluded.includes(page.url)) return;
      await store.sites.change(workspaceId, site.id, { excluded: [...site.excluded, page.url] });
    },
  };
}
