// Tables that operators define and flows read and write; and which writes of flows were done already.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('data_tables')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('columns', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('updated_at', 'bigint', required)
    .addPrimaryKeyConstraint('data_tables_key', ['workspace_id', 'id'])
    .addUniqueConstraint('data_tables_name', ['workspace_id', 'name'])
    .execute();
  await db.schema
    .createTable('data_rows')
    .addColumn('workspace_id', 'text', required)
    .addColumn('table_id', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('id', 'text', required)
    .addColumn('cells', 'text', required)
    .addPrimaryKeyConstraint('data_rows_key', ['workspace_id', 'table_id', 'number'])
    .addUniqueConstraint('data_rows_id', ['workspace_id', 'table_id', 'id'])
    .execute();
  await db.schema
    .createTable('data_writes')
    .addColumn('workspace_id', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('result', 'text', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('data_writes_key', ['workspace_id', 'key'])
    .execute();
  await db.schema.createIndex('data_writes_by_time').on('data_writes').column('at').execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
