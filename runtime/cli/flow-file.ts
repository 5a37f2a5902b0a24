// Reads what the flow commands are given: a flow document, a bundle, the folder of a template, or another product's export.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { readDialogue } from '#runtime/dialogues/read-dialogue.ts';
import type { FlowImported } from '#nodes/wire/flows.ts';
import { parseBundle } from '#runtime/flows/bundle.ts';
import { isOwnFormat, readImport } from '#runtime/flows/read-import.ts';
import type { KnowledgePack } from '#runtime/flows/flow-knowledge.ts';
import { createTemplates } from '#runtime/flows/templates.ts';

/** Larger files are not flows. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What a file or folder holds. The flow is not upgraded or checked yet. */
export interface FlowFile {
  readonly name: string;
  readonly flow: unknown;
  readonly knowledge: readonly KnowledgePack[];
  readonly dialogues: readonly Dialogue[];
  readonly product: FlowImported['product'];
  /** Blocks of another product that have no equal here. */
  readonly unmatched: FlowImported['unmatched'];
  /** As it was read, for the import: JSON, bytes, or the files of a folder. */
  readonly content: unknown;
}

/** Reads a path. FILE_UNREADABLE when it is not there or cannot be read at all, FLOW_FORMAT_UNKNOWN when it is of an unknown product. */
export async function readFlowFile(path: string): Promise<FlowFile> {
  if (await isFolder(path)) {
    return (await isFile(join(path, 'flow.json')))
      ? readTemplateFolder(path)
      : readForeignFile(path, await filesIn(path));
  }
  const bytes = await readBytes(path);
  const begins = bytes
    .subarray(0, 64)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .charAt(0);
  if (begins !== '{' && begins !== '[') return readForeignFile(path, bytes);
  const json = await readJsonFile(path);
  if (!isOwnFormat(json)) return readForeignFile(path, json);
  const bundle = parseBundle(json);
  const dialogues = isJsonObject(json) && Array.isArray(json['dialogues']) ? json['dialogues'] : [];
  return {
    name: basename(path),
    flow: bundle.flow,
    knowledge: bundle.knowledge,
    dialogues: dialogues.map((dialogue, index) => readDialogue(dialogue, `${path}, dialogue ${index + 1}`)),
    product: 'tandem',
    unmatched: [],
    content: json,
  };
}

function readForeignFile(path: string, content: unknown): FlowFile {
  const { product, flow, knowledge, unmatched, dialogues } = readImport(content);
  return {
    name: basename(path),
    dialogues: dialogues.map((dialogue, index) => readDialogue(dialogue, `${path}, dialogue ${index + 1}`)),
    product,
    flow,
    knowledge,
    unmatched,
    content,
  };
}

/** The paths to test: a template or bundle, or every template in a folder of them. */
export async function flowPathsIn(path: string): Promise<readonly string[]> {
  if (!(await isFolder(path))) return [path];
  const names = await readdir(path);
  if (names.includes('flow.json') || names.includes('flow.yml')) return [path];
  const inside = await Promise.all(
    names.map(async (name) => ((await isFile(join(path, name, 'flow.json'))) ? [join(path, name)] : [])),
  );
  const found = inside.flat().sort();
  if (found.length === 0) {
    throw new FlowError('FILE_UNREADABLE', `${path} holds no flow.json, and neither do its folders.`, { file: path });
  }
  return found;
}

/** The documents of a folder as a knowledge pack: Markdown and text files, and `questions.json`. */
export async function readKnowledgeFolder(folder: string, ref: string): Promise<KnowledgePack> {
  const names = (await readdir(folder).catch(() => unreadable(folder, 'it is not a folder'))).sort();
  const documents = await Promise.all(
    names
      .filter((name) => /\.(?:md|markdown|txt)$/i.test(name))
      .map(async (name) => ({ name, text: await readTextFile(join(folder, name)) })),
  );
  const questions = names.includes('questions.json') ? await readJsonFile(join(folder, 'questions.json')) : [];
  const pack = { ref, name: basename(resolve(folder)), documents, questions };
  const { knowledge } = parseBundle({ format: 'tandem.bundle', formatVersion: 1, flow: null, knowledge: [pack] });
  return knowledge[0] ?? unreadable(folder, 'it holds no knowledge');
}

/** A JSON file, parsed. FILE_UNREADABLE with the place when it is not JSON. */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readTextFile(path);
  if (text.trim() === '') return unreadable(path, 'it is empty');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return unreadable(path, `it is not JSON (${(error instanceof Error ? error.message : '').slice(0, 120)})`);
  }
}

async function readTextFile(path: string): Promise<string> {
  return (await readBytes(path)).toString('utf8').replace(/^\uFEFF/, '');
}

/** The text files of a folder and its folders, as an archive of it would hold them. Links are not followed. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = entries
    .filter((entry) => entry.isFile() && /\.(?:json|ya?ml|csv|md)$/i.test(entry.name))
    .slice(0, 5000);
  const files = new Map<string, string>();
  for (const entry of wanted) {
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).replaceAll('\\', '/'), await readTextFile(path));
  }
  return files;
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) return unreadable(path, 'it is larger than 64 MB');
    if (size === 0) return unreadable(path, 'it is empty');
    return await readFile(path);
  } catch (error) {
    if (error instanceof FlowError) throw error;
    return unreadable(path, 'there is no such file, or it may not be read');
  }
}

async function readTemplateFolder(folder: string): Promise<FlowFile> {
  const path = resolve(folder);
  const name = basename(path);
  const flow = await readJsonFile(join(path, 'flow.json'));
  const knowledge = (await isFile(join(path, 'template.json')))
    ? (await createTemplates(dirname(path)).load(name)).knowledge
    : undefined;
  const names = await readdir(join(path, 'dialogues')).catch(() => []);
  const files = names.filter((file) => file.endsWith('.json')).sort();
  const dialogues = await Promise.all(
    files.map(async (file) =>
      readDialogue(await readJsonFile(join(path, 'dialogues', file)), `${name}/dialogues/${file}`),
    ),
  );
  return {
    name,
    flow,
    knowledge: knowledge === undefined ? [] : [knowledge],
    dialogues,
    product: 'tandem',
    unmatched: [],
    content: {
      format: 'tandem.bundle',
      formatVersion: 1,
      flow,
      knowledge: knowledge === undefined ? [] : [knowledge],
    },
  };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

function unreadable(path: string, reason: string): never {
  throw new FlowError('FILE_UNREADABLE', `${path} cannot be read: ${reason}.`, { file: path });
}
