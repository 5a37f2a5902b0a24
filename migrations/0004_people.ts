// People: customers, handoffs to staff, notes, leads with their pushes to sales, ratings.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createContacts(db);
  await createHandoffs(db);
  await createLeads(db);
  await createOutcomes(db);
}

async function createContacts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contacts')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('visitor_id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('facts', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('updated_at', 'bigint', required)
    .addPrimaryKeyConstraint('contacts_key', ['workspace_id', 'id'])
    .addUniqueConstraint('contacts_by_visitor', ['workspace_id', 'channel', 'visitor_id'])
    .execute();
  await db.schema
    .createTable('contact_tags')
    .addColumn('workspace_id', 'text', required)
    .addColumn('contact_id', 'text', required)
    .addColumn('tag', 'text', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('contact_tags_key', ['workspace_id', 'contact_id', 'tag'])
    .execute();
}

async function createHandoffs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('handoffs')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('contact_id', 'text', required)
    .addColumn('locale', 'text', required)
    .addColumn('source', 'text', required)
    .addColumn('department', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('summary', 'text', required)
    .addColumn('mood', 'text')
    .addColumn('priority', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('agent_id', 'text')
    .addColumn('agent_name', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('claimed_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('last_from', 'text', required)
    .addColumn('last_text', 'text', required)
    .addColumn('last_at', 'bigint', required)
    .addColumn('unread', 'integer', required)
    .addPrimaryKeyConstraint('handoffs_key', ['workspace_id', 'id'])
    .execute();
  await db.schema.createIndex('handoffs_by_state').on('handoffs').columns(['workspace_id', 'state']).execute();
  await db.schema.createIndex('handoffs_by_session').on('handoffs').columns(['session_id', 'state']).execute();
  await db.schema
    .createTable('handoff_notes')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('handoff_id', 'text', required)
    .addColumn('by_id', 'text', required)
    .addColumn('by_name', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('handoff_notes_key', ['workspace_id', 'handoff_id', 'id'])
    .execute();
}

async function createLeads(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leads')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('contact_id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('locale', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('phone', 'text', required)
    .addColumn('email', 'text', required)
    .addColumn('wechat', 'text', required)
    .addColumn('fields', 'text', required)
    .addColumn('stage', 'text', required)
    .addColumn('owner_id', 'text')
    .addColumn('owner_name', 'text')
    .addColumn('partial', 'integer', required)
    .addColumn('consent_given', 'integer', required)
    .addColumn('consent_text', 'text', required)
    .addColumn('consent_version', 'text', required)
    .addColumn('consent_at', 'bigint')
    .addColumn('source', 'text', required)
    .addColumn('submissions', 'integer', required)
    .addColumn('note', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('updated_at', 'bigint', required)
    .addColumn('opened_at', 'bigint')
    .addColumn('last_save_key', 'text', required)
    .addPrimaryKeyConstraint('leads_key', ['workspace_id', 'id'])
    .execute();
  await db.schema.createIndex('leads_by_time').on('leads').columns(['workspace_id', 'created_at', 'id']).execute();
  for (const column of ['phone', 'email', 'wechat', 'session_id', 'last_save_key']) {
    await db.schema.createIndex(`leads_by_${column}`).on('leads').columns(['workspace_id', column]).execute();
  }
  await db.schema
    .createTable('lead_webhooks')
    .addColumn('workspace_id', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', required)
    .addColumn('enabled', 'integer', required)
    .addColumn('sealed_secret', 'text')
    .execute();
  await db.schema
    .createTable('lead_pushes')
    .addColumn('workspace_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('lead_id', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('last_error', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('delivered_at', 'bigint')
    .addPrimaryKeyConstraint('lead_pushes_key', ['workspace_id', 'id'])
    .execute();
  await db.schema.createIndex('lead_pushes_by_due').on('lead_pushes').columns(['state', 'due_at']).execute();
  await db.schema
    .createIndex('lead_pushes_by_lead')
    .on('lead_pushes')
    .columns(['workspace_id', 'lead_id', 'created_at'])
    .execute();
}

async function createOutcomes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ratings')
    .addColumn('workspace_id', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('target', 'text', required)
    .addColumn('agent_id', 'text')
    .addColumn('score', 'real', required)
    .addColumn('max', 'real', required)
    .addColumn('comment', 'text', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('ratings_key', ['workspace_id', 'key'])
    .execute();
  await db.schema
    .createTable('session_endings')
    .addColumn('workspace_id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('resolved', 'integer', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('session_endings_key', ['workspace_id', 'session_id'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
