// The room's one door: the operator's own node types, read from a folder at the start.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { readPackFolder, type LoadedPack, type PackNotice } from './read-pack-folder.ts';

/** What the folder holds. A pack with notices is not loaded; the others are. */
export interface NodePacks {
  readonly packs: readonly LoadedPack[];
  readonly notices: readonly PackNotice[];
}

/** More are not read. */
const MAX_PACKS = 200;

/** No folder, no packs. */
export const NO_PACKS: NodePacks = { packs: [], notices: [] };

/** Reads a folder of packs: `<owner>/<name>/node.json`. Never throws; what cannot be read is a notice with its file. */
export async function loadPacks(dir: string | undefined): Promise<NodePacks> {
  if (dir === undefined) return NO_PACKS;
  const owners = await foldersIn(dir);
  if (owners === undefined)
    return {
      packs: [],
      notices: [notice(dir, '没有这个目录，或没有权限读取。', 'There is no such folder, or it may not be read.')],
    };
  const packs: LoadedPack[] = [];
  const notices: PackNotice[] = [];
  for (const owner of owners) {
    for (const name of (await foldersIn(join(dir, owner))) ?? []) {
      if (packs.length >= MAX_PACKS) {
        const file = join(dir, owner, name);
        notices.push(
          notice(file, `最多读 ${String(MAX_PACKS)} 个节点包。`, `At most ${String(MAX_PACKS)} packs are read.`),
        );
        return { packs, notices };
      }
      const read = await readPackFolder(join(dir, owner, name), `${owner}/${name}`);
      if (read.ok) packs.push(read.pack);
      else notices.push(...read.notices);
    }
  }
  return { packs, notices };
}

/** The declarations, for rooms that need the types alone. */
export function definitionsOf({ packs }: NodePacks): readonly PackDefinition[] {
  return packs.map(({ definition }) => definition);
}

/** A notice as one line: file, field, words. */
export function lineOfNotice({ file, field, message }: PackNotice, locale: 'zh-CN' | 'en'): string {
  return `${file}${field === '' ? '' : ` ${field}`}: ${message[locale]}`;
}

/** Folders by name, hidden ones passed over; undefined when there is nothing to read. */
async function foldersIn(dir: string): Promise<readonly string[] | undefined> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch {
    return undefined;
  }
}

function notice(file: string, zh: string, en: string): PackNotice {
  return { file, field: '', message: { 'zh-CN': zh, en } };
}
