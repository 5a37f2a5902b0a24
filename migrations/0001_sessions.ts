// Running sessions: the session row, its history, its messages, and the work that waits (timers, outbox).
import { sql, SqliteAdapter, type CreateTableBuilder, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const clustered = clusterByKey(db);
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('flow_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('contact_id', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('snapshot', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('last_seq', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  // Only columns that never change after opening are indexed, so a turn rewrites one row and no index.
  await db.schema.createIndex('sessions_by_workspace').on('sessions').columns(['workspace_id', 'created_at']).execute();
  await db.schema.createIndex('sessions_by_contact').on('sessions').columns(['workspace_id', 'contact_id']).execute();

  await clustered(
    db.schema
      .createTable('journal')
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('outputs', 'text', (column) => column.notNull())
      .addColumn('trace', 'text', (column) => column.notNull())
      .addColumn('fault', 'text')
      .addColumn('first_seq', 'integer', (column) => column.notNull())
      .addColumn('last_seq', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('journal_key', ['session_id', 'event_id']),
  ).execute();

  await clustered(
    db.schema
      .createTable('messages')
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('messages_key', ['session_id', 'seq']),
  ).execute();

  await clustered(
    db.schema
      .createTable('timers')
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('epoch', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('timers_key', ['session_id', 'id']),
  ).execute();
  await db.schema.createIndex('timers_by_due').on('timers').column('due_at').execute();

  // `ready_at` is the later of the due time and the end of the lease: one index answers "what may run now".
  await db.schema
    .createTable('outbox')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('ready_at', 'bigint', (column) => column.notNull())
    .addColumn('last_error', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('outbox_by_ready').on('outbox').column('ready_at').execute();
}

// SQLite keeps such a table in the order of its key: one tree to write instead of two. Postgres has no such form.
function clusterByKey(
  db: Kysely<unknown>,
): <T extends string, C extends string>(table: CreateTableBuilder<T, C>) => CreateTableBuilder<T, C> {
  const sqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  return (table) => (sqlite ? table.modifyEnd(sql`without rowid`) : table);
}
