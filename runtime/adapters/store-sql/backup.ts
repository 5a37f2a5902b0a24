// Backup of a running database into one file, and its way back.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { FlowError } from '#nodes/kit/errors.ts';

/** What was written. */
export interface BackupReport {
  readonly sizeBytes: number;
  /** Names of the migrations the data has gone through. */
  readonly migrations: readonly string[];
  readonly sessions: number;
}

/**
 * Copies the database as it is at one moment, while it is in use, into a single file without side files. The copy is checked and on
 * disk before it takes the target's name; an existing target is replaced only then. STORE_FAILED when it cannot be made.
 */
export async function backupDatabase(file: string, target: string): Promise<BackupReport> {
  if (!existsSync(file)) throw failed(`There is no database at ${file}.`);
  return replaceWith(target, async (draft) => {
    const source = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      source.pragma('busy_timeout = 5000');
      await source.backup(draft);
    } finally {
      source.close();
    }
  });
}

/**
 * Puts a backup where a database is to be. Refuses (STATE_CONFLICT) when there is one already: move it away first. The backup is
 * checked before and after; nothing is left behind when it is damaged. The program must not be running on that file.
 */
export async function restoreDatabase(source: string, file: string): Promise<BackupReport> {
  if (!existsSync(source)) throw failed(`There is no backup at ${source}.`);
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(path)) {
      throw new FlowError(
        'STATE_CONFLICT',
        `${path} exists. Restore into an empty data folder, or move the old database away.`,
      );
    }
  }
  return replaceWith(file, async (draft) => {
    const backup = new Sqlite(source, { readonly: true, fileMustExist: true });
    try {
      await backup.backup(draft);
    } finally {
      backup.close();
    }
  });
}

/** Examines a database file that nobody writes to. STORE_FAILED when it is damaged or not one of Tandem's. */
export function checkDatabase(file: string): Omit<BackupReport, 'sizeBytes'> {
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(file, { readonly: true, fileMustExist: true });
    return examine(connection, file);
  } catch (cause) {
    throw asStoreFailed(cause);
  } finally {
    connection?.close();
  }
}

function examine(connection: Sqlite.Database, file: string): Omit<BackupReport, 'sizeBytes'> {
  const verdict = connection.pragma('integrity_check', { simple: true });
  if (verdict !== 'ok') throw failed(`${file} is damaged: ${String(verdict)}`);
  const tables = connection.prepare("select count(*) from sqlite_master where name in ('migrations', 'sessions')");
  if (tables.pluck().get() !== 2) throw failed(`${file} is not a database of Tandem.`);
  const migrations = connection.prepare<[], string>('select name from migrations order by name').pluck().all();
  const sessions = connection.prepare<[], number>('select count(*) from sessions').pluck().get() ?? 0;
  return { migrations, sessions };
}

/** Writes a file under a passing name, checks it, makes it durable, then gives it its name. */
async function replaceWith(target: string, write: (draft: string) => Promise<void>): Promise<BackupReport> {
  const draft = `${target}.${randomBytes(6).toString('hex')}.part`;
  try {
    await write(draft);
    leaveWriteAheadLog(draft);
    const content = checkDatabase(draft);
    await chmod(draft, 0o600);
    const sizeBytes = await sync(draft);
    await rename(draft, target);
    await sync(dirname(target));
    return { sizeBytes, ...content };
  } catch (cause) {
    for (const path of [draft, `${draft}-wal`, `${draft}-shm`, `${draft}-journal`]) await rm(path, { force: true });
    throw asStoreFailed(cause);
  }
}

// A copy of a database in WAL mode is one too; as a plain file it needs no side files to be read from a read-only place.
function leaveWriteAheadLog(file: string): void {
  const connection = new Sqlite(file);
  try {
    connection.pragma('journal_mode = DELETE');
  } finally {
    connection.close();
  }
}

async function sync(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

function asStoreFailed(cause: unknown): FlowError {
  return cause instanceof FlowError ? cause : failed(cause instanceof Error ? cause.message : String(cause));
}

function failed(reason: string): FlowError {
  return new FlowError('STORE_FAILED', reason);
}
