// Leads offered to sales: to whom, until when, and what came of it.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lead_offers')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('lead_id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('node', 'text', required)
    .addColumn('visit', 'integer', required)
    .addColumn('person_id', 'text', required)
    .addColumn('person_name', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('waits', 'integer', required)
    .addColumn('due_at', 'bigint')
    .addColumn('at', 'bigint', required)
    .addColumn('settled_at', 'bigint')
    .addPrimaryKeyConstraint('lead_offers_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('lead_offers_by_lead')
    .on('lead_offers')
    .columns(['workspace_id', 'lead_id', 'at'])
    .execute();
  await db.schema
    .createIndex('lead_offers_by_person')
    .on('lead_offers')
    .columns(['workspace_id', 'person_id', 'at'])
    .execute();
  await db.schema
    .createIndex('lead_offers_by_session')
    .on('lead_offers')
    .columns(['workspace_id', 'session_id', 'node'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
