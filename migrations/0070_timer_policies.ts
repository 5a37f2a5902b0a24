// When a timer began, how long it is and what becomes of it after a restart; and the server's sign of life, from which times down are counted.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Timers of old keep their deadline; when they began is not known.
  await db.schema
    .alterTable('timers')
    .addColumn('set_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('timers')
    .addColumn('duration_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('timers')
    .addColumn('on_restart', 'text', (column) => column.notNull().defaultTo('deadline'))
    .execute();
  await db.schema
    .createTable('heartbeat')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
