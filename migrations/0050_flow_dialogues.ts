// Test dialogues of flows: those of the draft, and those that each published version was released with.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('flow_dialogues')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('dialogue', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('flow_dialogues_key', ['workspace_id', 'flow_id', 'id'])
    .execute();
  await db.schema
    .createTable('flow_version_dialogues')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('dialogues', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('flow_version_dialogues_key', ['workspace_id', 'flow_id', 'version'])
    .execute();
}
