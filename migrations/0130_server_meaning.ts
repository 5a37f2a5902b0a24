// Vectors of what an entry means as an embeddings server reads it, beside those of the bundled tables.
import { SqliteAdapter, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return;
  await db.schema.alterTable('knowledge_entries').addColumn('server_meaning', 'blob').execute();
}
