// Jobs that flows queue for programs outside.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('flow_jobs')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('queue', 'text', required)
    .addColumn('payload', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('node', 'text', required)
    .addColumn('visit', 'integer', required)
    .addColumn('waits', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('tries', 'integer', required)
    .addColumn('most_tries', 'integer', required)
    .addColumn('ready_at', 'bigint', required)
    .addColumn('lease', 'text', required)
    .addColumn('void_at', 'bigint')
    .addColumn('last_error', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addPrimaryKeyConstraint('flow_jobs_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('flow_jobs_by_queue')
    .on('flow_jobs')
    .columns(['workspace_id', 'queue', 'state', 'ready_at'])
    .execute();
  await db.schema
    .createIndex('flow_jobs_by_session')
    .on('flow_jobs')
    .columns(['workspace_id', 'session_id', 'node'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
