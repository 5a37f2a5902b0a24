// The disk store passes the port's suite and leaves no half-written files.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

it('keeps files under random names only', async () => {
  const own = mkdtempSync(join(folder, 'own-'));
  await createDiskFileStore(own).put('../../evil', new Uint8Array([1]));
  const names = readdirSync(own, { recursive: true }).map(String);
  expect(names).toHaveLength(2);
  expect(names.every((name) => /^[0-9a-f]{32}(?:\/[0-9a-f-]{36})?$/.test(name))).toBe(true);
});
