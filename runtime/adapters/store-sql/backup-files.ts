// Files and facts that travel inside a backup, in two tables of their own that are gone again after the restore.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import Sqlite from 'better-sqlite3';
import { FlowError } from '#nodes/kit/errors.ts';

/** What a backup says of itself. */
export interface BackupFacts {
  /** ISO 8601. */
  readonly madeAt: string;
  readonly version: string;
  /** Tells whether two installations have the same secret key, and nothing of the key. */
  readonly keyId: string;
}

/** Puts the facts and every file below `folder` into a backup made by `backupDatabase`. Answers with the number of files. */
export async function packFiles(backup: string, folder: string, facts: BackupFacts): Promise<number> {
  const connection = new Sqlite(backup);
  try {
    connection.exec(`
      create table backup_facts (name text primary key, value text not null);
      create table backup_files (path text primary key, bytes blob not null);`);
    const addFact = connection.prepare('insert into backup_facts (name, value) values (?, ?)');
    for (const [name, value] of Object.entries(facts)) addFact.run(name, value);
    const addFile = connection.prepare('insert into backup_files (path, bytes) values (?, ?)');
    const paths = await filesBelow(folder);
    for (const path of paths) addFile.run(path, await readFile(join(folder, path)));
    return paths.length;
  } finally {
    connection.close();
  }
}

/** The facts of a backup. BUNDLE_INVALID when the file is not one. */
export function readBackupFacts(backup: string): BackupFacts {
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(backup, { readonly: true, fileMustExist: true });
    const rows = connection.prepare<[], { name: string; value: string }>('select name, value from backup_facts').all();
    const facts = new Map(rows.map(({ name, value }) => [name, value]));
    return {
      madeAt: facts.get('madeAt') ?? '',
      version: facts.get('version') ?? '',
      keyId: facts.get('keyId') ?? '',
    };
  } catch (cause) {
    throw new FlowError('BUNDLE_INVALID', `${backup} is not a backup of Tandem.`, { file: backup }, { cause });
  } finally {
    connection?.close();
  }
}

/** Writes the files of a restored backup below `folder`, then drops what travelled with it. Answers with the number of files. */
export async function unpackFiles(database: string, folder: string): Promise<number> {
  const connection = new Sqlite(database);
  try {
    const paths = connection.prepare<[], string>('select path from backup_files order by path').pluck().all();
    const bytesOf = connection.prepare<[string], Buffer>('select bytes from backup_files where path = ?').pluck();
    for (const path of paths) {
      const target = join(folder, path);
      // A backup is a file from outside: no path of it leaves the folder.
      if (!target.startsWith(folder + sep))
        throw new FlowError('BUNDLE_INVALID', 'The backup holds a path outside its folder.');
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await writeFile(target, bytesOf.get(path) ?? Buffer.alloc(0), { mode: 0o600 });
    }
    connection.exec('drop table backup_files; drop table backup_facts; vacuum;');
    return paths.length;
  } finally {
    connection.close();
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
