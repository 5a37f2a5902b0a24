// The same index in memory, for evaluation and for conversations in the terminal.
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import { up } from '../../../migrations/0005_knowledge.ts';
import { createSqliteKnowledgeIndex } from './knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from './tables.ts';

/** An empty index that is gone with the process. */
export async function openMemoryKnowledgeIndex(): Promise<KnowledgeIndex> {
  const dialect = new SqliteDialect({ database: new Sqlite(':memory:') });
  await up(new Kysely<unknown>({ dialect }));
  return createSqliteKnowledgeIndex(new Kysely<KnowledgeIndexTables>({ dialect }));
}
