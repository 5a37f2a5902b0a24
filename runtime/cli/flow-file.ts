// Reads what the flow commands are given: a flow document, a bundle, or the folder of a template.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { readDialogue } from '#runtime/dialogues/read-dialogue.ts';
import { parseBundle } from '#runtime/flows/bundle.ts';
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
}

/** Reads a path. FILE_UNREADABLE when it is not there or not JSON, FLOW_FORMAT_UNKNOWN when it is JSON of another product. */
export async function readFlowFile(path: string): Promise<FlowFile> {
  if (await isFolder(path)) return readTemplateFolder(path);
  const json = await readJsonFile(path);
  if (!isJsonObject(json) || (json['format'] !== 'tandem.flow' && json['format'] !== 'tandem.bundle')) {
    throw new FlowError(
      'FLOW_FORMAT_UNKNOWN',
      `${path} is neither a flow document (format "tandem.flow") nor a bundle (format "tandem.bundle").`,
      { file: path },
    );
  }
  const bundle = parseBundle(json);
  const dialogues = Array.isArray(json['dialogues']) ? json['dialogues'] : [];
  return {
    name: basename(path),
    ...bundle,
    dialogues: dialogues.map((dialogue, index) => readDialogue(dialogue, `${path}, dialogue ${index + 1}`)),
  };
}

/** The paths to test: a template or bundle, or every template in a folder of them. */
export async function flowPathsIn(path: string): Promise<readonly string[]> {
  if (!(await isFolder(path))) return [path];
  const names = await readdir(path);
  if (names.includes('flow.json')) return [path];
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
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) return unreadable(path, 'it is larger than 64 MB');
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
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
  return { name, flow, knowledge: knowledge === undefined ? [] : [knowledge], dialogues };
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
