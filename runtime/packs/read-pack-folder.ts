// One pack from its folder: node.json, help.md and perhaps script.ts. Nothing of it is run here.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { readPack } from '#nodes/packs/pack-problems.ts';

/** A pack ready for use. `help` is Markdown with a part for each language. */
export interface LoadedPack {
  readonly definition: PackDefinition;
  readonly help: string;
}

/** What keeps a pack from being used. `field` is a JSON pointer into the file, empty for the whole. */
export interface PackNotice {
  readonly file: string;
  readonly field: string;
  readonly message: Bilingual;
}

/** The pack, or everything found wrong with it. */
export type ReadPack =
  { readonly ok: true; readonly pack: LoadedPack } | { readonly ok: false; readonly notices: readonly PackNotice[] };

/** The largest text file of a pack, in bytes. */
const MAX_BYTES = 256 * 1024;
const TOO_LARGE = Symbol('too large');
const NODE = 'node.json';
const HELP = 'help.md';
const SCRIPT = 'script.ts';

/** Reads a folder. `place` is the owner and name its folders spell; undefined where that does not matter. */
export async function readPackFolder(dir: string, place?: string): Promise<ReadPack> {
  const notices: PackNotice[] = [];
  const note = (file: string, field: string, zh: string, en: string): void => {
    notices.push({ file: join(dir, file), field, message: { 'zh-CN': zh, en } });
  };
  const text = async (file: string): Promise<string | undefined> => {
    const found = await textOf(join(dir, file));
    if (found === TOO_LARGE) note(file, '', '文件超过 256 KB。', 'The file is larger than 256 KB.');
    return typeof found === 'string' ? found : undefined;
  };
  const declared = await text(NODE);
  if (declared === undefined && notices.length === 0) note(NODE, '', '缺少这个文件。', 'This file is missing.');
  const code = await text(SCRIPT);
  const help = await text(HELP);
  if (help === undefined || !/^## 中文/mu.test(help) || !/^## English/mu.test(help))
    note(
      HELP,
      '',
      '要有帮助，分「## 中文」和「## English」两节。',
      'Help is needed, in two parts: "## 中文" and "## English".',
    );
  const json = declared === undefined ? undefined : jsonOf(declared, (zh, en) => note(NODE, '', zh, en));
  if (json === undefined) return { ok: false, notices };
  const script = isJsonObject(json['script']) ? json['script'] : undefined;
  const wantsScript = script !== undefined;
  if (wantsScript && code === undefined) note(SCRIPT, '', '缺少脚本文件。', 'The script is missing.');
  if (!wantsScript && code !== undefined)
    note(
      NODE,
      '',
      '有 script.ts，但没有写 "script"，它不会运行。',
      'There is a script.ts, but no "script" here: it would never run.',
    );
  if (script?.['code'] !== undefined)
    note(NODE, '/script/code', '代码写在 script.ts 里，不写在这里。', 'Code stands in script.ts, not here.');
  const read = readPack(wantsScript && code !== undefined ? { ...json, script: { ...script, code } } : json);
  if (!read.ok) {
    for (const { field, message } of read.problems)
      notices.push({ file: join(dir, field === '/script/code' ? SCRIPT : NODE), field, message });
  } else if (place !== undefined && read.pack.type !== place)
    note(
      NODE,
      '/type',
      `类型「${read.pack.type}」要放在目录 ${read.pack.type} 里。`,
      `The type "${read.pack.type}" belongs into the folder ${read.pack.type}.`,
    );
  return notices.length === 0 && read.ok
    ? { ok: true, pack: { definition: read.pack, help: help ?? '' } }
    : { ok: false, notices };
}

/** The text of a file; undefined when there is none to read. */
async function textOf(path: string): Promise<string | typeof TOO_LARGE | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return undefined;
    if (found.size > MAX_BYTES) return TOO_LARGE;
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/u, '');
  } catch {
    return undefined;
  }
}

function jsonOf(text: string, note: (zh: string, en: string) => void): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (isJsonObject(json)) return json;
    note('要是一个 JSON 对象。', 'A JSON object is expected.');
  } catch (error) {
    const reason = (error instanceof Error ? error.message : '').slice(0, 160);
    note(`不是 JSON：${reason}`, `This is not JSON: ${reason}`);
  }
  return undefined;
}
