// Events: what flows note to be counted, and which conversations wait for word from another system.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tracked_events')
    .addColumn('workspace_id', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('session_id', 'text', required)
    .addColumn('contact_id', 'text', required)
    .addColumn('node', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('properties', 'text', required)
    .addColumn('value', 'real')
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('tracked_events_key', ['workspace_id', 'key'])
    .execute();
  await db.schema
    .createIndex('tracked_events_by_flow')
    .on('tracked_events')
    .columns(['workspace_id', 'flow_id', 'at'])
    .execute();
  await db.schema
    .createTable('event_waits')
    .addColumn('workspace_id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('node', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('key', 'text', required)
    .addPrimaryKeyConstraint('event_waits_key', ['session_id', 'node'])
    .execute();
  await db.schema
    .createIndex('event_waits_by_name')
    .on('event_waits')
    .columns(['workspace_id', 'name', 'key'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
