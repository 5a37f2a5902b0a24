// Receipts of consent: what was asked, in which version, and what the customer answered. Rows are only added.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('consents')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('contact_id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('purpose', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('version', 'text', required)
    .addColumn('given', 'integer', required)
    .addColumn('at', 'bigint', required)
    .addColumn('until', 'bigint')
    .addPrimaryKeyConstraint('consents_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('consents_by_contact')
    .on('consents')
    .columns(['workspace_id', 'contact_id', 'purpose', 'at'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
