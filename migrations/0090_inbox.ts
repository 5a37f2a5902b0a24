// The inbox of the trainer: customers' sentences that a flow did not understand, and what became of them.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox_sentences')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('guess', 'text')
    .addColumn('mood', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('intent_id', 'text')
    .addColumn('handled_by', 'text')
    .addColumn('handled_at', 'bigint')
    .addPrimaryKeyConstraint('inbox_sentences_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('inbox_sentences_open')
    .on('inbox_sentences')
    .columns(['workspace_id', 'flow_id', 'state', 'at'])
    .execute();
}
