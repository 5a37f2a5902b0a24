// Sessions on SQLite under the suite of their port: in memory, on a file, and on a file with the writer in the calling thread.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionStoreConformance, type StoreUnderTest } from '#runtime/ports/session-store.conformance.ts';
import { openDatabase } from './database.ts';
import { createSqlSessionStore } from './session-store.ts';

async function open(file: string, inline: boolean): Promise<StoreUnderTest> {
  const database = await openDatabase({ file });
  const store = createSqlSessionStore({ database, ...(inline ? { faults: () => undefined } : {}) });
  return {
    store,
    close: async () => {
      await store.close();
      await database.close();
    },
  };
}

async function openFile(inline: boolean): Promise<StoreUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-store-'));
  const { store, close } = await open(join(folder, 'tandem.db'), inline);
  return {
    store,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

sessionStoreConformance('SQLite in memory', () => open(':memory:', false));
sessionStoreConformance('SQLite on a file', () => openFile(false));
sessionStoreConformance('SQLite on a file, writing in place', () => openFile(true));
