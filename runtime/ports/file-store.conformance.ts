// What every file store must do.
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileStore } from './file-store.ts';

/** Runs the suite over a store made fresh for each test. */
export function describeFileStore(name: string, create: () => Promise<FileStore>): void {
  describe(`${name} as a file store`, () => {
    let store: FileStore;
    beforeEach(async () => {
      store = await create();
    });
    const bytes = new Uint8Array([0, 1, 2, 255]);

    it('gives back what was put', async () => {
      const id = await store.put('a', bytes);
      const kept = await store.get('a', id);
      expect(kept === undefined ? undefined : Array.from(kept)).toEqual([0, 1, 2, 255]);
    });

    it('gives every file an id of its own', async () => {
      expect(await store.put('a', bytes)).not.toBe(await store.put('a', bytes));
    });

    it('keeps a file under the id that was named before, and under no id that is none', async () => {
      const named = '3f2b8c1e-7a4d-4e0b-9c55-0d6a1b2c3d4e';
      expect(await store.put('a', bytes, named)).toBe(named);
      expect(await store.get('a', named)).toBeDefined();
      await expect(store.put('a', bytes, '../evil')).rejects.toThrow();
    });

    it('never gives a file to another workspace, nor lets it be removed from there', async () => {
      const id = await store.put('a', bytes);
      expect(await store.get('b', id)).toBeUndefined();
      await store.remove('b', id);
      expect(await store.get('a', id)).toBeDefined();
    });

    it('forgets a removed file', async () => {
      const id = await store.put('a', bytes);
      await store.remove('a', id);
      await store.remove('a', id);
      expect(await store.get('a', id)).toBeUndefined();
    });

    it('finds nothing under ids it did not make', async () => {
      for (const id of ['', '..', '../secret', '/etc/passwd', 'C:\\x', 'a\u0000b', '%2e%2e%2f']) {
        expect(await store.get('a', id)).toBeUndefined();
        await store.remove('a', id);
      }
      expect(await store.get('../a', await store.put('a', bytes))).toBeUndefined();
    });
  });
}
