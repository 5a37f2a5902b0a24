// A whole knowledge room over a folder: real database, index, files and reader. Opened twice, it is the same room after a restart.
import { join } from 'node:path';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createDiskFileStore } from '#runtime/adapters/file-store-disk/file-store-disk.ts';
import { createBundledEmbedder } from '#runtime/adapters/understanding-local/bundled-embedder.ts';
import { openMemoryKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/memory-index.ts';
import { createSqliteKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from '#runtime/adapters/knowledge-index-sqlite/tables.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlKnowledgeReviewStore } from '#runtime/adapters/store-sql/knowledge-review-store.ts';
import { createSqlKnowledgeStore } from '#runtime/adapters/store-sql/knowledge-store.ts';
import { createKnowledge, type Knowledge } from '#runtime/knowledge/knowledge.ts';
import type { WebsiteWay } from '#runtime/knowledge/websites/sites.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { LanguageModel } from '#runtime/ports/language-model.ts';
import type { DocumentReader } from '#runtime/ports/document-reader.ts';
import { openSharedReader } from './shared-reader.ts';

/** An open room. */
export interface KnowledgeRoom {
  readonly knowledge: Knowledge;
  /** Failures that were nobody's document. */
  readonly faults: readonly unknown[];
  close(): Promise<void>;
}

/** Opens the room that lives in `folder`. */
export async function openKnowledgeRoom(
  folder: string,
  options: {
    readonly reader?: DocumentReader;
    readonly modelAvailable?: boolean;
    readonly model?: LanguageModel;
    readonly websites?: WebsiteWay;
    readonly clock?: Clock;
  } = {},
): Promise<KnowledgeRoom> {
  const database = await openDatabase({ file: join(folder, 'tandem.db') });
  const faults: unknown[] = [];
  const knowledge = createKnowledge({
    store: createSqlKnowledgeStore(database.kysely),
    review: createSqlKnowledgeReviewStore(database.kysely),
    scratchIndex: () => openMemoryKnowledgeIndex(createBundledEmbedder()),
    index: createSqliteKnowledgeIndex(database.kysely.withTables<KnowledgeIndexTables>(), {
      embedder: createBundledEmbedder(),
    }),
    files: createDiskFileStore(join(folder, 'files')),
    reader: options.reader ?? openSharedReader(),
    clock: options.clock ?? createSystemClock(),
    modelAvailable: options.modelAvailable ?? false,
    model: options.model,
    onFault: (fault) => faults.push(fault),
    ...(options.websites === undefined ? {} : { websites: options.websites }),
  });
  return {
    knowledge,
    faults,
    async close() {
      await knowledge.close();
      await database.close();
    },
  };
}
