// Brings a database to this version of the program.
import type { Kysely } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import { migrations as allMigrations, type Migration } from '../../../migrations/all.ts';
import type { Database } from './database.ts';

/**
 * Applies every migration that is not in the table `migrations` yet, each in a transaction together with its mark, so an interrupted
 * run goes on where it stopped and two processes never apply the same one. Answers with the names applied.
 * STORE_FAILED when the database was written by a newer version.
 */
export async function migrate(
  db: Kysely<Database>,
  migrations: readonly Migration[] = allMigrations,
): Promise<readonly string[]> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  const done = await appliedNames(db);
  refuseNewer(done, migrations);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    const ran = await db.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom('migrations')
        .select('name')
        .where('name', '=', migration.name)
        .executeTakeFirst();
      if (known !== undefined) return false;
      // `as`: a migration must not know today's tables, and Kysely's table type cannot be widened.
      await migration.up(transaction as unknown as Kysely<unknown>);
      await transaction.insertInto('migrations').values({ name: migration.name, at: Date.now() }).execute();
      return true;
    });
    if (ran) applied.push(migration.name);
  }
  return applied;
}

async function appliedNames(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('migrations').select('name').execute();
  return new Set(rows.map((row) => row.name));
}

function refuseNewer(done: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const names = new Set(migrations.map((migration) => migration.name));
  const unknown = [...done].filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  throw new FlowError(
    'STORE_FAILED',
    `The database was written by a newer version of Tandem (${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`,
    { unknown },
  );
}
