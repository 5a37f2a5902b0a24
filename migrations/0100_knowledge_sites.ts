// Knowledge that is read from websites and read again, and what documents said before.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('knowledge_sites')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('base_id', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('settings', 'text', required)
    .addColumn('rules', 'text', required)
    .addColumn('excluded', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('progress', 'text', required)
    .addColumn('result', 'text')
    .addColumn('attempts', 'integer', required)
    .addColumn('next_at', 'bigint')
    .addColumn('created_at', 'bigint', required)
    .addPrimaryKeyConstraint('knowledge_sites_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('knowledge_sites_by_base')
    .on('knowledge_sites')
    .columns(['workspace_id', 'base_id'])
    .execute();
  await addSourceColumns(db);
  await db.schema
    .createTable('knowledge_versions')
    .addColumn('workspace_id', 'text', required)
    .addColumn('source_id', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('kind', 'text', required)
    .addColumn('file_id', 'text', required)
    .addColumn('size_bytes', 'integer', required)
    .addColumn('passages', 'integer', required)
    .addColumn('author', 'text', required)
    .addColumn('live_at', 'bigint', required)
    .addPrimaryKeyConstraint('knowledge_versions_key', ['workspace_id', 'source_id', 'version'])
    .execute();
}

/** A source of before is its first version, by nobody that is known. */
async function addSourceColumns(db: Kysely<unknown>): Promise<void> {
  const sources = () => db.schema.alterTable('knowledge_sources');
  await sources().addColumn('site_id', 'text').execute();
  await sources().addColumn('page', 'text').execute();
  await sources().addColumn('pending', 'text').execute();
  await sources()
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await sources()
    .addColumn('author', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await sources().addColumn('live_at', 'bigint').execute();
  await db.schema
    .createIndex('knowledge_sources_by_site')
    .on('knowledge_sources')
    .columns(['workspace_id', 'site_id'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
