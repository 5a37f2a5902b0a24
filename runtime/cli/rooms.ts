// The rooms that commands on an installation need, over its own database: access and flows, no server.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { JsonObject } from '#nodes/kit/json.ts';
import { createAccess, type Access } from '#runtime/access/access.ts';
import { loadWorkspaces } from '#runtime/access/workspaces.ts';
import {
  createEd25519BundleSigner,
  readKnownKeys,
} from '#runtime/adapters/bundle-signer-ed25519/bundle-signer-ed25519.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createLlamaIndexDocumentReader } from '#runtime/adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import { createDiskFileStore } from '#runtime/adapters/file-store-disk/file-store-disk.ts';
import { createBundledEmbedder } from '#runtime/adapters/understanding-local/bundled-embedder.ts';
import { openMemoryKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/memory-index.ts';
import { createSqliteKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from '#runtime/adapters/knowledge-index-sqlite/tables.ts';
import { createSqlAccessStore } from '#runtime/adapters/store-sql/access-store.ts';
import { createSqlAuditLog } from '#runtime/adapters/store-sql/audit-log.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlDialogueStore } from '#runtime/adapters/store-sql/dialogue-store.ts';
import { createSqlFlowStore } from '#runtime/adapters/store-sql/flow-store.ts';
import { createSqlKnowledgeReviewStore } from '#runtime/adapters/store-sql/knowledge-review-store.ts';
import { createSqlKnowledgeStore } from '#runtime/adapters/store-sql/knowledge-store.ts';
import { createSqlSettingsStore } from '#runtime/adapters/store-sql/settings-store.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { createFlowTests } from '#runtime/dialogues/flow-tests.ts';
import { createScripts } from '#runtime/scripts/scripts.ts';
import { NO_NETWORK } from './stage.ts';
import { createQuickJsRunner } from '#runtime/adapters/code-runner-quickjs/code-runner-quickjs.ts';
import { createCommandTextRecogniser } from '#runtime/adapters/text-recogniser-command/text-recogniser-command.ts';
import { createRehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { readConfig } from '#runtime/config.ts';
import { createFlows, type Flows } from '#runtime/flows/flows.ts';
import { createKnowledge, type Knowledge } from '#runtime/knowledge/knowledge.ts';
import { definitionsOf, loadPacks } from '#runtime/packs/packs.ts';
import type { AuditLog } from '#runtime/ports/audit-log.ts';

/** An installation opened for one command. */
export interface Rooms {
  /** The workspace that commands work in. */
  readonly home: string;
  readonly access: Access;
  readonly flows: Flows;
  readonly knowledge: Knowledge;
  readonly audit: AuditLog;
}

/** Who did it, in histories and the audit log. */
export const COMMAND_LINE = { id: 'command-line', name: 'tandem' } as const;

/** Opens, runs, waits until knowledge is read, closes. Fails with CONFIG_INVALID or STORE_FAILED. */
export async function withRooms<T>(
  env: Readonly<Record<string, string | undefined>>,
  run: (rooms: Rooms) => Promise<T>,
): Promise<T> {
  const config = readConfig(env);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ file: join(config.dataDir, 'tandem.db') });
  const { ocr } = config;
  const recogniser = ocr === undefined ? undefined : createCommandTextRecogniser(ocr);
  const reader = createLlamaIndexDocumentReader({ recogniser });
  const clock = createSystemClock();
  const { kysely } = database;
  const knowledge = createKnowledge({
    store: createSqlKnowledgeStore(kysely),
    review: createSqlKnowledgeReviewStore(kysely),
    scratchIndex: () => openMemoryKnowledgeIndex(createBundledEmbedder()),
    index: createSqliteKnowledgeIndex(parseKnowledgeTables(kysely), { embedder: createBundledEmbedder() }),
    files: createDiskFileStore(join(config.dataDir, 'files')),
    reader,
    clock,
    modelAvailable: false,
    onFault: () => undefined,
  });
  const runner = createQuickJsRunner();
  try {
    const workspaces = await loadWorkspaces(createSqlSettingsStore(kysely), clock);
    const access = createAccess({
      store: createSqlAccessStore(kysely),
      clock,
      secretKey: config.secretKey,
      homeWorkspaceId: workspaces.home,
    });
    const understanding = createLocalUnderstanding();
    const scripts = createScripts({ runner, fetcher: NO_NETWORK });
    const flowStore = createSqlFlowStore(kysely);
    const tests = createFlowTests({
      store: createSqlDialogueStore(kysely),
      flows: flowStore,
      rehearsal: createRehearsal({
        understanding,
        search: (...asked) => knowledge.search(...asked),
        script: (owner, request) => scripts.run(owner, request),
        compose: (workspaceId, document) => flows.compose(workspaceId, document),
      }),
      clock,
    });
    const flows = createFlows({
      store: flowStore,
      understanding,
      tests,
      clock,
      knowledge: knowledge.packs,
      nodePacks: definitionsOf(await loadPacks(config.nodesDir)),
      signer: createEd25519BundleSigner({
        secretKey: config.secretKey,
        knownKeys: readKnownKeys(join(config.dataDir, 'trusted-bundle-keys.txt')),
      }),
      templates: {
        list: () => Promise.resolve([]),
        load: () => Promise.reject(new Error("The gallery is the designer's.")),
        sentences: () => Promise.resolve([]),
      },
    });
    const result = await run({
      home: workspaces.home,
      access,
      flows,
      knowledge,
      audit: createSqlAuditLog(kysely, clock),
    });
    await knowledge.settled();
    return result;
  } finally {
    await runner.close();
    await knowledge.close();
    await reader.close();
    await database.close();
  }
}

/** The index has tables of its own in the same file; adapters do not know each other's. */
function parseKnowledgeTables(kysely: unknown): Kysely<KnowledgeIndexTables> {
  return kysely as Kysely<KnowledgeIndexTables>;
}

/** A change made from the command line stands in the audit log like any other. */
export async function noteInAudit(rooms: Rooms, action: string, target: string, facts: JsonObject): Promise<void> {
  const actor = { kind: 'system' as const, ...COMMAND_LINE };
  await rooms.audit.append(rooms.home, { actor, action, target, outcome: 'done', facts });
}
