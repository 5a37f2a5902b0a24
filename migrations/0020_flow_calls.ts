// Which flows a published version calls, and the whole it was composed of.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('flow_versions').addColumn('composed', 'text').execute();
  await db.schema
    .createTable('flow_calls')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('caller_id', 'text', (column) => column.notNull())
    .addColumn('caller_version', 'integer', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('pinned', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('flow_calls_key', [
      'workspace_id',
      'caller_id',
      'caller_version',
      'flow_id',
      'version',
      'pinned',
    ])
    .execute();
  await db.schema.createIndex('flow_calls_by_flow').on('flow_calls').columns(['workspace_id', 'flow_id']).execute();
}
