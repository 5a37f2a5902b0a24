// The secret that customer identities are signed with, sealed; null: identities are not accepted.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('workspaces').addColumn('identity_secret', 'text').execute();
}
