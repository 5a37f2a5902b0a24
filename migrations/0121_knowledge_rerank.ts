// Whether a language model may put the passages found in a base in order.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('knowledge_bases')
    .addColumn('rerank', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
