// Opens a SQLite file the one way Tandem uses it, on any thread.
import { closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { FlowError } from '#nodes/kit/errors.ts';

/** Pages of the write-ahead log after which the writer copies them back. */
const CHECKPOINT_PAGES = 2000;

/** What differs between connections. */
export interface ConnectionOptions {
  readonly readonly?: boolean;
  /** Page cache in KiB; SQLite's own default (2 MiB) when absent. Filled only as far as it is used. */
  readonly cacheKiB?: number;
  /** What a database in memory begins with, as `serialize` gives it; copied. */
  readonly image?: Buffer;
}

/**
 * Opens and sets up a connection: WAL, `synchronous=FULL` (a commit is on disk when it returns), foreign keys, 5 s of waiting for a
 * lock. A new file can be read by its owner only. STORE_FAILED, with the reason, when it cannot be used.
 */
export function openConnection(file: string, options: ConnectionOptions = {}): Sqlite.Database {
  let connection: Sqlite.Database | undefined;
  try {
    // SQLite gives its side files the mode of the main file.
    if (file !== ':memory:' && options.readonly !== true) closeSync(openSync(file, 'a', 0o600));
    connection = new Sqlite(options.image ?? file, { readonly: options.readonly ?? false });
    setUp(connection, options);
    return connection;
  } catch (cause) {
    connection?.close();
    if (cause instanceof FlowError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FlowError('STORE_FAILED', `The database ${file} cannot be opened: ${reason}.`, {}, { cause });
  }
}

function setUp(connection: Sqlite.Database, options: ConnectionOptions): void {
  connection.pragma('busy_timeout = 5000');
  if (options.readonly !== true) connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('trusted_schema = OFF');
  if (options.cacheKiB !== undefined) connection.pragma(`cache_size = -${options.cacheKiB}`);
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  assertDurable(connection);
}

function assertDurable(connection: Sqlite.Database): void {
  const journal = connection.pragma('journal_mode', { simple: true });
  const synchronous = connection.pragma('synchronous', { simple: true });
  if (connection.memory) return;
  if (journal !== 'wal' || synchronous !== 2) {
    throw new FlowError(
      'STORE_FAILED',
      `The database cannot be opened durably (journal_mode ${String(journal)}, synchronous ${String(synchronous)}). Put the data folder on a local disk.`,
    );
  }
}
