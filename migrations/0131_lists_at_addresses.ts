// Tables that are read from an address, and what is known of the content of a list that knowledge reads, so that it is asked for only when it changed.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('data_addresses')
    .addColumn('workspace_id', 'text', required)
    .addColumn('table_id', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('refresh', 'text')
    .addColumn('may_be_empty', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('next_at', 'bigint')
    .addColumn('seen', 'text')
    .addColumn('read', 'text')
    .addColumn('change', 'text')
    .addColumn('problem', 'text')
    .addPrimaryKeyConstraint('data_addresses_key', ['workspace_id', 'table_id'])
    .execute();
  await db.schema.alterTable('knowledge_sites').addColumn('seen', 'text').execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
