// Opens what is known: the knowledge store with its index and the reader of documents, and the tables that are read by it.
import type { Kysely } from 'kysely';
import { createLlamaIndexDocumentReader } from './adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import { createSqliteKnowledgeIndex } from './adapters/knowledge-index-sqlite/knowledge-index-sqlite.ts';
import { openMemoryKnowledgeIndex } from './adapters/knowledge-index-sqlite/memory-index.ts';
import type { KnowledgeIndexTables } from './adapters/knowledge-index-sqlite/tables.ts';
import type { Database } from './adapters/store-sql/database.ts';
import { createSqlKnowledgeReviewStore } from './adapters/store-sql/knowledge-review-store.ts';
import { createSqlKnowledgeStore } from './adapters/store-sql/knowledge-store.ts';
import { createSqlTableStore } from './adapters/store-sql/table-store.ts';
import type { RecogniserCommand } from './adapters/text-recogniser-command/recognition-run.ts';
import { createCommandTextRecogniser } from './adapters/text-recogniser-command/text-recogniser-command.ts';
import { createBundledEmbedder } from './adapters/understanding-local/bundled-embedder.ts';
import type { Embedder } from './ports/embedder.ts';
import { createKnowledge, type Knowledge, type KnowledgeDeps } from './knowledge/knowledge.ts';
import { createTables, type Tables } from './tables/tables.ts';

/** What the composition root has at hand. */
interface KnowledgeParts extends Pick<KnowledgeDeps, 'websites' | 'files' | 'clock' | 'onFault' | 'model'> {
  readonly kysely: Kysely<Database>;
  /** An embeddings server, when one is configured. */
  readonly server: Embedder | undefined;
  /** A program that reads the text in images, when one is configured. */
  readonly ocr: RecogniserCommand | undefined;
}

/** The knowledge and the tables of this server. */
export function composeKnowledge({ kysely, server, ocr, ...parts }: KnowledgeParts): {
  readonly knowledge: Knowledge;
  readonly tables: Tables;
} {
  const embedder = createBundledEmbedder();
  const knowledge = createKnowledge({
    ...parts,
    modelAvailable: parts.model !== undefined,
    store: createSqlKnowledgeStore(kysely),
    review: createSqlKnowledgeReviewStore(kysely),
    scratchIndex: () => openMemoryKnowledgeIndex(embedder),
    index: createSqliteKnowledgeIndex(parseKnowledgeTables(kysely), {
      embedder,
      server: server === undefined ? undefined : { embedder: server, now: () => parts.clock.now() },
    }),
    reader: createLlamaIndexDocumentReader({
      recogniser: ocr === undefined ? undefined : createCommandTextRecogniser(ocr),
    }),
  });
  const { clock, websites, onFault } = parts;
  const way = websites === undefined ? {} : { way: { lists: knowledge.lists, queue: websites.queue, onFault } };
  return { knowledge, tables: createTables({ store: createSqlTableStore(kysely), clock, ...way }) };
}

/** The index has tables of its own in the same file; adapters do not know each other's. */
function parseKnowledgeTables(kysely: unknown): Kysely<KnowledgeIndexTables> {
  return kysely as Kysely<KnowledgeIndexTables>;
}
