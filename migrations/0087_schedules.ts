// Schedules of live versions: when each fires next, and whom an occurrence still has to reach.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('schedules')
    .addColumn('workspace_id', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('node', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('next_at', 'bigint')
    .addPrimaryKeyConstraint('schedules_key', ['workspace_id', 'flow_id', 'node'])
    .execute();
  await db.schema
    .createTable('schedule_sends')
    .addColumn('workspace_id', 'text', required)
    .addColumn('flow_id', 'text', required)
    .addColumn('node', 'text', required)
    .addColumn('occurrence', 'bigint', required)
    .addColumn('target', 'text', required)
    .addColumn('item', 'text')
    .addColumn('due_at', 'bigint', required)
    .addColumn('attempts', 'integer', required)
    .addPrimaryKeyConstraint('schedule_sends_key', ['workspace_id', 'flow_id', 'node', 'occurrence', 'target'])
    .execute();
}

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
