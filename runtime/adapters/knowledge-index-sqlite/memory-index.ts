// The same index in memory, for evaluation and for conversations in the terminal.
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import { up } from '../../../migrations/0005_knowledge.ts';
import { up as addRules } from '../../../migrations/0090_knowledge_rules.ts';
import { up as addServerMeaning } from '../../../migrations/0130_server_meaning.ts';
import { createSqliteKnowledgeIndex } from './knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from './tables.ts';

/** An empty index that is gone with the process. */
export async function openMemoryKnowledgeIndex(embedder?: Embedder): Promise<KnowledgeIndex> {
  const dialect = new SqliteDialect({ database: new Sqlite(':memory:') });
  await up(new Kysely<unknown>({ dialect }));
  await addRules(new Kysely<unknown>({ dialect }));
  await addServerMeaning(new Kysely<unknown>({ dialect }));
  return createSqliteKnowledgeIndex(new Kysely<KnowledgeIndexTables>({ dialect }), { embedder });
}
