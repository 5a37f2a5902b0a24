// Notices to colleagues: what a flow told them, and who has read it.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notices')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('contact_id', 'text', required)
    .addColumn('locale', 'text', required)
    .addColumn('department', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('urgent', 'integer', required)
    .addColumn('linked', 'integer', required)
    .addColumn('lead_id', 'text')
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('notices_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createTable('notice_readers')
    .addColumn('workspace_id', 'text', required)
    .addColumn('notice_id', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('read_at', 'bigint')
    .addPrimaryKeyConstraint('notice_readers_key', ['workspace_id', 'notice_id', 'person_id'])
    .execute();
  await db.schema
    .createIndex('notice_readers_by_person')
    .on('notice_readers')
    .columns(['workspace_id', 'person_id', 'at'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
