// FileStore in a folder: one subfolder a workspace, random names, written whole or not at all.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Files below `folder`, which is made when missing. */
export function createDiskFileStore(folder: string): FileStore {
  // A digest, because a workspace id is data too.
  const folderOf = (workspaceId: string) =>
    join(folder, createHash('sha256').update(workspaceId).digest('hex').slice(0, 32));
  const pathOf = (workspaceId: string, id: string) => (ID.test(id) ? join(folderOf(workspaceId), id) : undefined);

  return {
    async put(workspaceId, bytes, id = randomUUID()) {
      const path = pathOf(workspaceId, id);
      if (path === undefined) throw new FlowError('INTERNAL', 'Files are kept under random ids only.');
      await mkdir(folderOf(workspaceId), { recursive: true, mode: 0o700 });
      const file = await open(`${path}.part`, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.part`, path);
      return id;
    },
    async get(workspaceId, id) {
      const path = pathOf(workspaceId, id);
      if (path === undefined) return undefined;
      try {
        return await readFile(path);
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
        throw cause;
      }
    },
    async remove(workspaceId, id) {
      const path = pathOf(workspaceId, id);
      if (path === undefined) return;
      await rm(path, { force: true });
      await rm(`${path}.part`, { force: true });
    },
  };
}
