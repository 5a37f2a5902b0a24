// The disk store passes the port's suite and leaves no half-written files.
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeFileStore } from '#runtime/ports/file-store.conformance.ts';
import { createDiskFileStore } from './file-store-disk.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeFileStore('A folder', () => Promise.resolve(createDiskFileStore(mkdtempSync(join(folder, 'store-')))));

it('takes away what a cut left half written', async () => {
  const own = mkdtempSync(join(folder, 'cut-'));
  const store = createDiskFileStore(own);
  const id = await store.put('a', new Uint8Array([1]));
  const [workspace = ''] = readdirSync(own);
  renameSync(join(own, workspace, id), join(own, workspace, `${id}.part`));
  expect(await store.get('a', id)).toBeUndefined();
  await store.remove('a', id);
  expect(readdirSync(join(own, workspace))).toEqual([]);
});

it('keeps files under random names only', async () => {
  const own = mkdtempSync(join(folder, 'own-'));
  await createDiskFileStore(own).put('../../evil', new Uint8Array([1]));
  const names = readdirSync(own, { recursive: true }).map(String);
  expect(names).toHaveLength(2);
  expect(names.every((name) => /^[0-9a-f]{32}(?:\/[0-9a-f-]{36})?$/.test(name))).toBe(true);
});
