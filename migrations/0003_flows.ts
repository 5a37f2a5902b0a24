// Flows: the draft, its last revisions, and the published versions.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('flows')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('draft_document', 'text', (column) => column.notNull())
    .addColumn('draft_hash', 'text', (column) => column.notNull())
    .addColumn('draft_revision', 'integer', (column) => column.notNull())
    .addColumn('draft_at', 'bigint', (column) => column.notNull())
    .addColumn('draft_by_id', 'text', (column) => column.notNull())
    .addColumn('draft_by_name', 'text', (column) => column.notNull())
    .addColumn('node_count', 'integer', (column) => column.notNull())
    .addColumn('published_version', 'integer')
    .addColumn('published_at', 'bigint')
    .addColumn('published_hash', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('archived_at', 'bigint')
    .addPrimaryKeyConstraint('flows_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createTable('flow_drafts')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('document', 'blob', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('flow_drafts_key', ['workspace_id', 'flow_id', 'revision'])
    .execute();
  await db.schema
    .createTable('flow_versions')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('node_count', 'integer', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('model_engine', 'text')
    .addColumn('model_bytes', 'blob')
    .addPrimaryKeyConstraint('flow_versions_key', ['workspace_id', 'flow_id', 'version'])
    .execute();
}
