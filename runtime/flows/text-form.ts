// The form of a bundle that people read in a version history: one block a node, keys in a fixed order, places apart, texts as texts.
import { parse, stringify } from 'yaml';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';

/** Name and value at the top of `flow.yml`. */
export const TEXT_FORMAT = 'tandem.text';

/** What the text form holds; the same parts as a bundle. */
export interface TextBundle {
  readonly flow: unknown;
  readonly knowledge: readonly unknown[];
  readonly dialogues: readonly unknown[];
  /** Flows that this one calls. */
  readonly flows: readonly unknown[];
}

const FLOW = 'flow.yml';
const PLACES = 'places.yml';

/** Keys that come first, in this order; all others follow by name. */
const FIRST = [
  'format',
  'formatVersion',
  'ref',
  'id',
  'type',
  'version',
  'name',
  'label',
  'from',
  'to',
  'title',
  'question',
  'answer',
];

/** The files of a bundle by name. Equal bundles give equal files, whatever the order of their keys. */
export function filesFromBundle({ flow, knowledge, dialogues, flows }: TextBundle): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  putFlow(files, '', flow);
  for (const [index, called] of flows.entries()) {
    const { document, ...rest } = isJsonObject(called) ? called : {};
    const folder = `flows/${String(index + 1)}/`;
    files.set(`${folder}called.yml`, yaml(rest));
    putFlow(files, folder, document);
  }
  for (const [index, pack] of knowledge.entries()) putPack(files, `knowledge/${String(index + 1)}/`, pack);
  for (const [index, dialogue] of dialogues.entries()) files.set(`dialogues/${String(index + 1)}.yml`, yaml(dialogue));
  return files;
}

/** Are these files the text form? */
export function isTextForm(files: ReadonlyMap<string, unknown>): boolean {
  const head = files.get(FLOW);
  return typeof head === 'string' && new RegExp(`^format: ${TEXT_FORMAT}$`, 'm').test(head);
}

/** The bundle in the files, not checked yet. Fails with BUNDLE_INVALID, naming the file. */
export function bundleFromFiles(files: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const under = (folder: string) =>
    [...new Set([...files.keys()].flatMap((name) => new RegExp(`^${folder}/(\\d+)[/.]`).exec(name)?.[1] ?? []))].sort(
      (a, b) => Number(a) - Number(b),
    );
  return {
    format: 'tandem.bundle',
    formatVersion: 1,
    flow: flowFromFiles(files, ''),
    knowledge: under('knowledge').map((index) => packFromFiles(files, `knowledge/${index}/`)),
    dialogues: under('dialogues').map((index) => read(files, `dialogues/${index}.yml`)),
    flows: under('flows').map((index) => ({
      ...objectIn(files, `flows/${index}/called.yml`),
      document: flowFromFiles(files, `flows/${index}/`),
    })),
  };
}

/** Nodes without their places in one file, the places in another: moving a card is no change of the conversation. */
function putFlow(files: Map<string, string>, folder: string, flow: unknown): void {
  if (!isJsonObject(flow)) throw new FlowError('BUNDLE_INVALID', 'There is no flow to write.');
  const { nodes, format, ...rest } = flow;
  const places: Record<string, JsonObject> = {};
  const blocks = listIn(nodes).map((node, index) => {
    if (!isJsonObject(node)) return node;
    const { position, size, ...own } = node;
    places[`${String(index + 1)} ${idOf(node)}`] = {
      ...(position === undefined ? {} : { position }),
      ...(size === undefined ? {} : { size }),
    };
    return own;
  });
  files.set(`${folder}${FLOW}`, yaml({ format: TEXT_FORMAT, flow: { format, ...rest, nodes: blocks } }));
  files.set(`${folder}${PLACES}`, yaml(places));
}

function flowFromFiles(files: ReadonlyMap<string, string>, folder: string): Readonly<Record<string, unknown>> {
  const head = objectIn(files, `${folder}${FLOW}`);
  const flow = isJsonObject(head['flow']) ? head['flow'] : {};
  const places = files.has(`${folder}${PLACES}`) ? Object.entries(objectIn(files, `${folder}${PLACES}`)) : [];
  const byId = new Map(places.map(([key, place]) => [key.slice(key.indexOf(' ') + 1), place]));
  const nodes = listIn(flow['nodes']).map((node, index) => {
    if (!isJsonObject(node)) return node;
    const place = byId.get(idOf(node));
    // A node that somebody wrote by hand has no place yet.
    const fallback = { position: { x: 80 + (index % 6) * 320, y: 80 + Math.floor(index / 6) * 190 } };
    return { ...node, ...(isJsonObject(place) ? place : fallback) };
  });
  return { ...flow, nodes };
}

function putPack(files: Map<string, string>, folder: string, pack: unknown): void {
  const { documents, ...rest } = isJsonObject(pack) ? pack : {};
  const list = listIn(documents);
  const names = list.map(headOfDocument);
  files.set(`${folder}base.yml`, yaml({ ...rest, documents: names }));
  for (const [index, document] of list.entries()) {
    const text = isJsonObject(document) ? document['text'] : '';
    files.set(`${folder}document-${String(index + 1)}.md`, typeof text === 'string' ? text : '');
  }
}

/** A document with nothing but a name is its name. */
function headOfDocument(document: unknown): unknown {
  if (!isJsonObject(document)) return null;
  const { text: _, name, ...more } = document;
  return Object.keys(more).length === 0 ? name : { name, ...more };
}

function packFromFiles(files: ReadonlyMap<string, string>, folder: string): Readonly<Record<string, unknown>> {
  const { documents, ...rest } = objectIn(files, `${folder}base.yml`);
  const names = listIn(documents);
  return {
    ...rest,
    documents: names.map((head, index) => ({
      ...(isJsonObject(head) ? head : { name: head }),
      text: files.get(`${folder}document-${String(index + 1)}.md`) ?? '',
    })),
  };
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function idOf(node: JsonObject): string {
  return typeof node['id'] === 'string' ? node['id'] : '';
}

function objectIn(files: ReadonlyMap<string, string>, name: string): JsonObject {
  const value = read(files, name);
  if (isJsonObject(value)) return value;
  throw new FlowError('BUNDLE_INVALID', `${name} does not hold what it should.`);
}

function read(files: ReadonlyMap<string, string>, name: string): unknown {
  const text = files.get(name);
  if (text === undefined) throw new FlowError('BUNDLE_INVALID', `${name} is missing.`);
  try {
    return parse(text, { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new FlowError('BUNDLE_INVALID', `${name} cannot be read: ${reason.slice(0, 160)}`);
  }
}

/** Long texts stay on as many lines as they have; nothing is folded, and nothing is a reference to something else. */
function yaml(value: unknown): string {
  return stringify(ordered(value), { lineWidth: 0, aliasDuplicateObjects: false });
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isJsonObject(value)) return value;
  const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return new Map(
    Object.entries(value)
      .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)] as const),
  );
}
