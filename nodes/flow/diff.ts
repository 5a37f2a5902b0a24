// What changed between two documents: steps, lines, variables, intents and settings, each with its fields. Moving a card is told apart.
import type { Json } from '#nodes/kit/json.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';

/** What a change is about. Settings are one thing with many fields; a line is known by the port it leaves. */
export type ChangeSubject = 'node' | 'edge' | 'variable' | 'intent' | 'settings';

/** One field that differs. `path` is a JSON pointer into the thing; an absent side is a field that is not there. */
export interface FieldChange {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** One thing that was added, changed or removed. Only a `changed` one has fields. */
export interface DocumentChange {
  readonly subject: ChangeSubject;
  readonly id: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly fields: readonly FieldChange[];
}

/** All of it. */
export interface DocumentDiff {
  readonly changes: readonly DocumentChange[];
  /** Nodes whose place, size or frame changed and nothing else. */
  readonly moved: readonly string[];
}

/** Fields deeper than this are compared as a whole. */
const MAX_DEPTH = 6;

/** Compares two documents. Equal documents have no changes; swapping the two swaps added and removed. Ids of lines do not count. */
export function diffDocuments(before: FlowDocument, after: FlowDocument): DocumentDiff {
  const moved: string[] = [];
  const nodes = diffLists('node', byId(before.nodes), byId(after.nodes), (old, next) => {
    const fields = diffValues(contentOf(old), contentOf(next));
    if (fields.length === 0 && !isSame(placeOf(old), placeOf(next))) moved.push(next.id);
    return fields;
  });
  const edges = diffLists('edge', edgesByPort(before.edges), edgesByPort(after.edges), (old, next) =>
    old.to.node === next.to.node ? [] : [{ path: '/to', before: old.to.node, after: next.to.node }],
  );
  const variables = diffLists('variable', byName(before.variables), byName(after.variables), diffValues);
  const intents = diffLists('intent', byId(before.intents), byId(after.intents), diffValues);
  const settings = diffValues(wholeOf(before), wholeOf(after));
  return {
    changes: [
      ...nodes,
      ...edges,
      ...variables,
      ...intents,
      ...(settings.length === 0
        ? []
        : [{ subject: 'settings' as const, id: 'settings', kind: 'changed' as const, fields: settings }]),
    ],
    moved,
  };
}

/** What holds for the flow as a whole. */
function wholeOf({ name, settings, outOfScope }: FlowDocument) {
  return { name, ...settings, ...(outOfScope === undefined || outOfScope.length === 0 ? {} : { outOfScope }) };
}

/** The key of a change among all changes of a document. */
export function changeKey(change: Pick<DocumentChange, 'subject' | 'id'>): string {
  return `${change.subject}:${change.id}`;
}

/** The node a line leaves: the first part of the id of an `edge` change. */
export function sourceOfEdge(id: string): { readonly node: string; readonly port: string } {
  const space = id.indexOf(' ');
  return { node: id.slice(0, space), port: id.slice(space + 1).replace(/ #\d+$/, '') };
}

function contentOf({ type, version, name, note, tags, disabled, config }: FlowNode): unknown {
  return { type, version, name, note: note ?? '', tags: tags ?? [], disabled: disabled === true, config };
}

function placeOf({ position, size, parent }: FlowNode): unknown {
  return { position, size, parent };
}

function byId<T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}

function byName<T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.name, one]));
}

/** A port has one line; a second one (a document from elsewhere) gets a number of its own. */
function edgesByPort(edges: readonly FlowEdge[]): ReadonlyMap<string, FlowEdge> {
  const found = new Map<string, FlowEdge>();
  for (const edge of edges) {
    const base = `${edge.from.node} ${edge.from.port}`;
    let key = base;
    for (let count = 2; found.has(key); count += 1) key = `${base} #${String(count)}`;
    found.set(key, edge);
  }
  return found;
}

function diffLists<T>(
  subject: ChangeSubject,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  compare: (old: T, next: T) => readonly FieldChange[],
): DocumentChange[] {
  const changes: DocumentChange[] = [];
  for (const [id, next] of after) {
    const old = before.get(id);
    if (old === undefined) changes.push({ subject, id, kind: 'added', fields: [] });
    else {
      const fields = compare(old, next);
      if (fields.length > 0) changes.push({ subject, id, kind: 'changed', fields });
    }
  }
  for (const id of before.keys()) if (!after.has(id)) changes.push({ subject, id, kind: 'removed', fields: [] });
  return changes;
}

/** The fields in which two values differ, as deep as both are objects, or lists of things with ids. */
export function diffValues(before: unknown, after: unknown, path = '', depth = 0): readonly FieldChange[] {
  if (isSame(before, after)) return [];
  const old = membersOf(before);
  const next = membersOf(after);
  if (old === undefined || next === undefined || depth === MAX_DEPTH) return [fieldChange(path, before, after)];
  const found = [...new Set([...old.keys(), ...next.keys()])].flatMap((key) =>
    diffValues(old.get(key), next.get(key), `${path}/${escapePointer(key)}`, depth + 1),
  );
  // Only the order differs.
  return found.length === 0 ? [fieldChange(path, before, after)] : found;
}

function fieldChange(path: string, before: unknown, after: unknown): FieldChange {
  return {
    path,
    ...(before === undefined ? {} : { before: parseJsonValue(before) }),
    ...(after === undefined ? {} : { after: parseJsonValue(after) }),
  };
}

/** Members of an object, or of a list whose entries all have different ids; undefined: compare it whole. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const members = new Map<string, unknown>();
  for (const entry of value as unknown[]) {
    const id: unknown = typeof entry === 'object' && entry !== null ? (entry as { id?: unknown }).id : undefined;
    if (typeof id !== 'string' || members.has(id)) return undefined;
    members.set(id, entry);
  }
  return members;
}

/** Equal as JSON, whatever the order of the keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, index) => isSame(one, b[index]))
    );
  }
  const left = definedEntries(a);
  const right = new Map(definedEntries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function escapePointer(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

/** Documents are JSON; their schema leaves configs open. */
function parseJsonValue(value: unknown): Json {
  return value as Json;
}
