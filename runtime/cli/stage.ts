// A stage for a flow file, without a server: real understanding, and a real knowledge room over the file's packs, in memory.
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import type { ResolveCall } from '#nodes/flow/compose-flow.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { createQuickJsRunner } from '#runtime/adapters/code-runner-quickjs/code-runner-quickjs.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createLlamaIndexDocumentReader } from '#runtime/adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import { createBundledEmbedder } from '#runtime/adapters/understanding-local/bundled-embedder.ts';
import { openMemoryKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/memory-index.ts';
import { createSqliteKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from '#runtime/adapters/knowledge-index-sqlite/tables.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlKnowledgeReviewStore } from '#runtime/adapters/store-sql/knowledge-review-store.ts';
import { createSqlKnowledgeStore } from '#runtime/adapters/store-sql/knowledge-store.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { DIALOGUE_WORKSPACE } from '#runtime/dialogues/conversation.ts';
import { withBases } from '#runtime/flows/bundle.ts';
import { composedOf } from '#runtime/flows/calls.ts';
import type { KnowledgePack } from '#runtime/flows/flow-knowledge.ts';
import { createKnowledge, type Knowledge } from '#runtime/knowledge/knowledge.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import { createRehearsal, type Rehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { createScripts } from '#runtime/scripts/scripts.ts';
import { rememberTrainings } from '#runtime/understanding/understanding.ts';

/** Where a flow is played. */
export interface Stage {
  readonly rehearsal: Rehearsal;
  /** The document with its knowledge bases replaced by those of this stage. */
  readonly document: FlowDocument;
  /** Sources that could not be read, as `name: reason`. */
  readonly unread: readonly string[];
  close(): Promise<void>;
}

/** Sets the stage: takes in all knowledge, so it answers from the first turn. A flow that names no bases searches all of them. */
export async function openStage(
  document: FlowDocument,
  packs: readonly KnowledgePack[],
  resolve: ResolveCall = () => 'missing',
): Promise<Stage> {
  const compose = (_workspaceId: string, drawn: FlowDocument) =>
    Promise.resolve(composedOf(drawn, resolve, '') ?? drawn);
  const understanding = rememberTrainings(createLocalUnderstanding());
  const runner = createQuickJsRunner();
  const scripts = createScripts({ runner, fetcher: NO_NETWORK });
  const script: Parameters<typeof createRehearsal>[0]['script'] = (owner, request) => scripts.run(owner, request);
  if (packs.length === 0) {
    const search = () => Promise.resolve({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false });
    const rehearsal = createRehearsal({ understanding, search, script, compose });
    return { rehearsal, document: withBases(document, new Map()), unread: [], close: () => runner.close() };
  }
  const database = await openDatabase({ file: ':memory:' });
  const reader = createLlamaIndexDocumentReader();
  const knowledge = createKnowledge({
    store: createSqlKnowledgeStore(database.kysely),
    review: createSqlKnowledgeReviewStore(database.kysely),
    scratchIndex: () => openMemoryKnowledgeIndex(createBundledEmbedder()),
    index: createSqliteKnowledgeIndex(parseKnowledgeTables(database.kysely), { embedder: createBundledEmbedder() }),
    files: createMemoryFiles(),
    reader,
    clock: createSystemClock(),
    modelAvailable: false,
    onFault: () => undefined,
  });
  async function close(): Promise<void> {
    await runner.close();
    await knowledge.close();
    await reader.close();
    await database.close();
  }
  try {
    const ids = new Map<string, string>();
    for (const pack of packs) ids.set(pack.ref, await knowledge.packs.create(DIALOGUE_WORKSPACE, null, pack));
    await knowledge.settled();
    const unread = await unreadSources(knowledge, [...ids.values()]);
    const rehearsal = createRehearsal({
      understanding,
      search: (...asked) => knowledge.search(...asked),
      script,
      compose,
    });
    return { rehearsal, document: withBases(document, ids), unread, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tests and terminal conversations call nobody. */
export const NO_NETWORK = {
  fetch: () => Promise.reject(new FlowError('EGRESS_DENIED', 'A flow played from a file calls nobody.')),
};

async function unreadSources(knowledge: Knowledge, baseIds: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(baseIds.map((id) => knowledge.sources.list(DIALOGUE_WORKSPACE, id)));
  return lists
    .flat()
    .filter(({ state }) => state === 'failed')
    .map(({ name, error }) => `${name}: ${error?.message.en ?? 'unknown reason'}`);
}

function createMemoryFiles(): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    put: (workspaceId, bytes) => {
      const id = randomUUID();
      files.set(`${workspaceId} ${id}`, bytes);
      return Promise.resolve(id);
    },
    get: (workspaceId, id) => Promise.resolve(files.get(`${workspaceId} ${id}`)),
    remove: (workspaceId, id) => {
      files.delete(`${workspaceId} ${id}`);
      return Promise.resolve();
    },
  };
}

/** The index has tables of its own in the same file; adapters do not know each other's. */
function parseKnowledgeTables(kysely: unknown): Kysely<KnowledgeIndexTables> {
  return kysely as Kysely<KnowledgeIndexTables>;
}
