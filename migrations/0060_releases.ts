// Releases: a version for a share of new sessions, what became of it, who changed what, and versions taken off the list.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The version some of the new sessions get; beside the published one, so that opening a session reads one row.
  await db.schema.alterTable('flows').addColumn('candidate_version', 'integer').execute();
  await db.schema.alterTable('flows').addColumn('candidate_share', 'integer').execute();
  await db.schema.alterTable('flows').addColumn('candidate_hash', 'text').execute();
  await db.schema.alterTable('flow_versions').addColumn('deleted_at', 'bigint').execute();
  await db.schema
    .createTable('flow_rollouts')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('base_version', 'integer', (column) => column.notNull())
    .addColumn('share', 'integer', (column) => column.notNull())
    .addColumn('guard', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    .addPrimaryKeyConstraint('flow_rollouts_key', ['workspace_id', 'flow_id', 'id'])
    .execute();
  await db.schema
    .createIndex('flow_rollouts_running')
    .unique()
    .on('flow_rollouts')
    .columns(['workspace_id', 'flow_id'])
    .where(sql.ref('state'), '=', sql.lit('running'))
    .execute();
  // The last change of each thing by each author; the comparison of two documents says which of them still count.
  await db.schema
    .createTable('flow_changes')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('flow_changes_key', ['workspace_id', 'flow_id', 'subject', 'by_id'])
    .execute();
  await db.schema
    .createIndex('sessions_by_flow')
    .on('sessions')
    .columns(['workspace_id', 'flow_id', 'created_at'])
    .execute();
}
