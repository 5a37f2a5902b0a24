// Opening: durable settings, migrations once, newer databases refused, immediate transactions.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { migrations } from '../../../migrations/all.ts';
import { openConnection } from './connection.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-db-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openDatabase', () => {
  it('opens with a write-ahead log and a sync at every commit', async () => {
    const database = await openDatabase({ file: join(folder, 'a.db') });
    expect(database.raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.raw.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.raw.pragma('foreign_keys', { simple: true })).toBe(1);
    await database.close();
  });

  it('applies every migration once, also when it is opened again', async () => {
    const file = join(folder, 'a.db');
    const first = await openDatabase({ file });
    expect(await migrate(first.kysely)).toEqual([]);
    await first.close();
    const second = await openDatabase({ file });
    const rows = await second.kysely.selectFrom('migrations').select('name').orderBy('name').execute();
    expect(rows.map((row) => row.name)).toEqual(migrations.map((migration) => migration.name).sort());
    await second.close();
  });

  it('goes on after a migration that failed half way, with nothing of it left behind', async () => {
    const database = await openDatabase({ file: join(folder, 'a.db') });
    let fails = true;
    const extra = {
      name: '9999_extra',
      async up(db: Parameters<(typeof migrations)[number]['up']>[0]) {
        await sql`create table extra (id text)`.execute(db);
        if (fails) throw new Error('power cut');
      },
    };
    await expect(migrate(database.kysely, [...migrations, extra])).rejects.toThrow('power cut');
    expect(database.raw.prepare("select count(*) from sqlite_master where name = 'extra'").pluck().get()).toBe(0);
    fails = false;
    expect(await migrate(database.kysely, [...migrations, extra])).toEqual(['9999_extra']);
    await database.close();
  });

  it('refuses a database of a newer version and says so', async () => {
    const file = join(folder, 'a.db');
    const database = await openDatabase({ file });
    await database.kysely.insertInto('migrations').values({ name: '9999_future', at: 0 }).execute();
    await database.close();
    await expect(openDatabase({ file })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('names the file and the reason when it cannot be opened', async () => {
    writeFileSync(join(folder, 'text.db'), 'not a database, but long enough to be looked at. '.repeat(40));
    for (const file of [join(folder, 'no', 'folder.db'), join(folder, 'text.db')]) {
      await expect(openDatabase({ file })).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: expect.stringContaining(file),
      });
    }
  });

  it('lets nobody but the owner read the file', async () => {
    const database = await openDatabase({ file: join(folder, 'a.db') });
    for (const name of ['a.db', 'a.db-wal']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    await database.close();
  });

  it('takes the write lock when a transaction begins, so a read followed by a write cannot fail on a stale snapshot', async () => {
    const file = join(folder, 'a.db');
    const database = await openDatabase({ file });
    const other = openConnection(file);
    other.pragma('busy_timeout = 0');
    await database.kysely.transaction().execute(async (transaction) => {
      await transaction.selectFrom('migrations').select('name').execute();
      expect(() => other.prepare("insert into migrations values ('x', 0)").run()).toThrow(/locked/);
      await transaction.deleteFrom('migrations').where('name', '=', 'none').execute();
    });
    other.close();
    await database.close();
  });
});
