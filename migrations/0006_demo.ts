// Remembers which flows the demo brought, so that removing the demo takes those and nothing else.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('demo_flows')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('demo_flows_key', ['workspace_id', 'flow_id'])
    .execute();
}
