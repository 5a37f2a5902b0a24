// Sessions on SQLite under the suite of their port: in memory, on a file, and on a file with the writer in the calling thread.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { sessionStoreConformance } from '#runtime/ports/session-store.conformance.ts';
import { openDatabase, type OpenDatabase } from './database.ts';
import { createSqlSessionStore, type SqlSessionStore } from './session-store.ts';

const TABLES = ['sessions', 'journal', 'messages', 'timers', 'outbox', 'flow_values'] as const;

let folder: string;
let database: OpenDatabase;
let store: SqlSessionStore;

// One writer thread for the whole suite: starting one from the sources takes longer than most tests.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-store-'));
  database = await openDatabase({ file: join(folder, 'tandem.db') });
  store = createSqlSessionStore({ database });
});
afterAll(async () => {
  await store.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

sessionStoreConformance('SQLite on a file', () =>
  Promise.resolve({
    store,
    close: async () => {
      for (const table of TABLES) await database.kysely.deleteFrom(table).execute();
    },
  }),
);

sessionStoreConformance('SQLite on a file, writing in place', () => {
  const own = createSqlSessionStore({ database, faults: () => undefined });
  return Promise.resolve({
    store: own,
    close: async () => {
      await own.close();
      for (const table of TABLES) await database.kysely.deleteFrom(table).execute();
    },
  });
});

sessionStoreConformance('SQLite in memory', async () => {
  const memory = await openDatabase({ file: ':memory:' });
  const own = createSqlSessionStore({ database: memory });
  return {
    store: own,
    close: async () => {
      await own.close();
      await memory.close();
    },
  };
});
