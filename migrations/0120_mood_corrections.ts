// Moods that staff corrected: what a message was taken for, what it is, and who said so.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mood_corrections')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .addColumn('mood', 'text', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('mood_corrections_key', ['workspace_id', 'session_id', 'message_id'])
    .execute();
  await db.schema
    .createIndex('mood_corrections_newest')
    .on('mood_corrections')
    .columns(['workspace_id', 'at'])
    .execute();
}
