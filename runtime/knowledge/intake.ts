// How contents come in: as a new source, or as a newer content of one that is there.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { DocumentKind } from '#runtime/ports/document-reader.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { KnowledgeStore, StoredPage, StoredRules, StoredSource } from '#runtime/ports/knowledge-store.ts';
import type { Ingestion } from './ingestion.ts';

/** A content on its way in. `author` is a person's name; empty: a website brought it. */
export interface NewContent {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  readonly author: string;
}

/** The door for contents. */
export interface Intake {
  /** RESOURCE_NOT_FOUND for an unknown base. */
  add(
    workspaceId: string,
    baseId: string,
    source: NewContent & { readonly name: string; readonly rules: StoredRules; readonly page: StoredPage | null },
  ): Promise<StoredSource>;
  /** What is live stays so until the newer content is read; when it cannot be read, it stays for good. */
  propose(workspaceId: string, source: StoredSource, content: NewContent): Promise<StoredSource>;
}

/** The door over the stores. */
export function createIntake(deps: {
  readonly store: KnowledgeStore;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly ingestion: Ingestion;
}): Intake {
  const { store, files, clock, ingestion } = deps;
  return {
    async add(workspaceId, baseId, { name, kind, bytes, author, rules, page }) {
      if ((await store.bases.get(workspaceId, baseId)) === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
      }
      const source: StoredSource = {
        id: clock.id(),
        baseId,
        name,
        kind,
        sizeBytes: bytes.byteLength,
        fileId: await files.put(workspaceId, bytes),
        state: 'queued',
        progress: 0,
        error: null,
        attempts: 0,
        rules,
        createdAt: clock.now(),
        passages: 0,
        page,
        version: 1,
        author,
        liveAt: clock.now(),
        pending: null,
      };
      await store.sources.insert(workspaceId, source);
      ingestion.add(workspaceId, source.id);
      return source;
    },
    async propose(workspaceId, source, { kind, bytes, author }) {
      const fileId = await files.put(workspaceId, bytes);
      const pending = { kind, fileId, sizeBytes: bytes.byteLength, author };
      await store.sources.propose(workspaceId, source.id, pending);
      // A newer content that was not read yet is not needed any more.
      if (source.pending !== null) await files.remove(workspaceId, source.pending.fileId);
      ingestion.add(workspaceId, source.id);
      return { ...source, pending, state: 'queued', progress: 0, error: null, attempts: 0 };
    },
  };
}
