// The interface language that a member of staff chose; null: nothing chosen.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('staff_accounts').addColumn('locale', 'text').execute();
}
