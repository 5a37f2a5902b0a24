// Backups are whole while turns go on, and come back; damaged ones are refused.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newSession, nextTurn } from '#runtime/testkit/turns.ts';
import { backupDatabase, checkDatabase, restoreDatabase } from './backup.ts';
import { openDatabase, type OpenDatabase } from './database.ts';
import { createSqlSessionStore, type SqlSessionStore } from './session-store.ts';

let folder: string;
let database: OpenDatabase;
let store: SqlSessionStore;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-backup-'));
  database = await openDatabase({ file: at('tandem.db') });
  store = createSqlSessionStore({ database });
});
afterEach(async () => {
  await store.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function fill(prefix: string, count: number): Promise<void> {
  const sessions = Array.from({ length: count }, (_, i) => newSession({ id: `${prefix}${i}` }));
  await Promise.all(sessions.map((session) => store.advance(nextTurn(session, { says: [session.id] }))));
}

describe('backupDatabase', () => {
  it('copies everything answered before it, while turns go on, as one whole file', async () => {
    await fill('before', 500);
    let on = true;
    const load = (async () => {
      for (let i = 0; on; i += 1) await fill(`during${i}-`, 20);
    })();
    const report = await backupDatabase(at('tandem.db'), at('backup.db'));
    on = false;
    await load;
    expect(report.sessions).toBeGreaterThanOrEqual(500);
    expect(report.sizeBytes).toBe(statSync(at('backup.db')).size);
    expect(checkDatabase(at('backup.db'))).toEqual({ sessions: report.sessions, migrations: report.migrations });
    expect(
      readdirSync(folder)
        .filter((name) => name.startsWith('backup'))
        .sort(),
    ).toEqual(['backup.db']);
  });

  it('replaces an older backup, and leaves it alone when there is nothing to copy', async () => {
    await fill('a', 3);
    await backupDatabase(at('tandem.db'), at('backup.db'));
    await fill('b', 3);
    expect((await backupDatabase(at('tandem.db'), at('backup.db'))).sessions).toBe(6);
    await expect(backupDatabase(at('missing.db'), at('backup.db'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(checkDatabase(at('backup.db')).sessions).toBe(6);
  });
});

describe('restoreDatabase', () => {
  it('brings back a database that opens, reads and goes on', async () => {
    const turn = nextTurn(newSession(), { says: ['您好'] });
    await store.advance(turn);
    await backupDatabase(at('tandem.db'), at('backup.db'));
    await restoreDatabase(at('backup.db'), at('restored.db'));
    const restored = await openDatabase({ file: at('restored.db') });
    const again = createSqlSessionStore({ database: restored });
    expect(await again.load('w1', 's1')).toEqual(turn.session);
    expect(await again.advance(nextTurn(turn.session))).toEqual({ outcome: 'stored' });
    await again.close();
    await restored.close();
  });

  it('refuses to write over a database', async () => {
    await backupDatabase(at('tandem.db'), at('backup.db'));
    await expect(restoreDatabase(at('backup.db'), at('tandem.db'))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    writeFileSync(at('new.db-wal'), '');
    await expect(restoreDatabase(at('backup.db'), at('new.db'))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('refuses a damaged backup, a foreign file and a missing one, and leaves nothing behind', async () => {
    await fill('a', 300);
    await backupDatabase(at('tandem.db'), at('backup.db'));
    const bytes = readFileSync(at('backup.db'));
    bytes.fill(0xa5, 8192, 40_960);
    writeFileSync(at('damaged.db'), bytes);
    writeFileSync(at('foreign.db'), 'not a database at all, but long enough to look at '.repeat(100));
    for (const source of ['damaged.db', 'foreign.db', 'missing.db']) {
      await expect(restoreDatabase(at(source), at('new.db'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    }
    expect(() => checkDatabase(at('foreign.db'))).toThrow(expect.objectContaining({ code: 'STORE_FAILED' }) as Error);
    expect(existsSync(at('new.db'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });
});
