// When a job ended, and what the clean-up looks for: finished jobs, old notices, settled offers.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('flow_jobs').addColumn('ended_at', 'bigint').execute();
  await db.schema.createIndex('flow_jobs_by_state').on('flow_jobs').columns(['state', 'created_at']).execute();
  await db.schema.createIndex('notices_by_age').on('notices').column('at').execute();
  await db.schema.createIndex('lead_offers_by_state').on('lead_offers').columns(['state', 'at']).execute();
}
