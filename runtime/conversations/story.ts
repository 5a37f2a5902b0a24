// What happened in a conversation, for people: the path walked and the values collected, with names from the pinned version's drawing.
import { keptUntil } from '#nodes/kit/deadline.ts';
import { fits } from '#nodes/kit/check.ts';
import { SentFileSchema } from '#nodes/kit/messages.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { localize, type Bilingual, type Localized } from '#nodes/kit/localized.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import type { JournalEntry } from '#runtime/ports/session-store.ts';

/** One node of the path. `at` is ISO time. */
export interface PathStep {
  readonly node: string;
  readonly name: string;
  readonly type: string;
  readonly port?: string;
  /** What the port is called on the canvas. */
  readonly portLabel?: Localized;
  readonly at: string;
}

/** One collected value. */
export interface CollectedValue {
  readonly name: string;
  readonly label: string;
  readonly value: Json;
}

/** Most steps and values that a person is shown. */
const STEPS_SHOWN = 200;
const VALUES_SHOWN = 60;

/** Variables that nodes keep for themselves: the last search, the box beside a lead card. */
const INNER = new Set(['knowledge', 'leadConsent']);

const FACT_LABELS: Readonly<Record<string, Bilingual>> = {
  name: { 'zh-CN': '称呼', en: 'Name' },
  phone: { 'zh-CN': '手机号', en: 'Phone' },
  email: { 'zh-CN': '邮箱', en: 'E-mail' },
  wechat: { 'zh-CN': '微信', en: 'WeChat' },
};
const PERSON_NODE: Bilingual = { 'zh-CN': '转人工', en: 'Talk to a person' };

/**
 * The nodes walked, oldest first, each with the port it was left through. States that are not drawn are left out. `drawings` by version;
 * `version` is the one the session runs on now.
 */
export function pathWalked(
  journal: readonly JournalEntry[],
  drawings: ReadonlyMap<number, FlowDocument>,
  version: number,
  locale: string,
): readonly PathStep[] {
  const first = journal.find(({ event }) => event.type === 'session.migrated')?.event;
  let nodes = nodesOf(drawings.get(first?.type === 'session.migrated' ? first.from : version));
  const steps: PathStep[] = [];
  for (const entry of journal) {
    if (entry.event.type === 'session.migrated') nodes = nodesOf(drawings.get(entry.event.to));
    for (const { node, port } of entry.trace) {
      if (port === undefined) {
        const step = stepFor(node, nodes.get(node), entry.at, locale);
        if (step !== undefined) steps.push(step);
        continue;
      }
      const index = steps.findLastIndex((step) => step.node === node && step.port === undefined);
      const step = steps[index];
      if (step !== undefined) steps[index] = { ...step, port, ...labelOf(port, nodes.get(node)) };
    }
  }
  return steps.slice(-STEPS_SHOWN);
}

/** Variables and customer facts that hold something, labelled by the nodes and variables that declare them. */
export function valuesCollected(
  context: { readonly vars: JsonObject; readonly customer: JsonObject },
  document: FlowDocument | undefined,
  locale: string,
): readonly CollectedValue[] {
  const labels = labelsOf(document, locale);
  const facts = flattened(context.customer, 'customer.');
  const told = new Set(facts.map(({ name, value }) => `${nameWithoutOwner(name)}=${JSON.stringify(value)}`));
  // A lead card keeps its answers twice: as customer facts and as one object.
  const variables = flattened(context.vars, '').filter(
    ({ name, value }) => !name.includes('.') || !told.has(`${nameWithoutOwner(name)}=${JSON.stringify(value)}`),
  );
  return [...facts, ...variables]
    .filter(({ name }) => keptUntil(nameWithoutOwner(name)) === undefined)
    .slice(0, VALUES_SHOWN)
    .map(({ name, value }) => ({ name, label: labels.get(name) ?? labels.get(nameWithoutOwner(name)) ?? name, value }));
}

/** A node with its type, as this version of the drawing knows it. */
interface TypedNode {
  readonly node: FlowNode;
  readonly type: NodeType | undefined;
}

function nodesOf(document: FlowDocument | undefined): ReadonlyMap<string, TypedNode> {
  if (document === undefined) return new Map();
  const types = typesOf(document);
  return new Map(document.nodes.map((node) => [node.id, { node, type: types[node.type] }]));
}

function stepFor(id: string, typed: TypedNode | undefined, at: number, locale: string): PathStep | undefined {
  const time = new Date(at).toISOString();
  if (id === '_person') return { node: id, name: localize(PERSON_NODE, locale), type: 'handoff', at: time };
  if (id.startsWith('_')) return undefined;
  return { node: id, name: typed === undefined ? id : nameOf(typed, locale), type: typed?.node.type ?? '', at: time };
}

/** The label of a port, in every language it has; the reader's interface picks one. */
function labelOf(port: string, typed: TypedNode | undefined): { readonly portLabel?: Localized } {
  const type = typed?.type;
  if (type === undefined) return {};
  const label = type.ports({ ...type.defaults, ...typed?.node.config }).find(({ id }) => id === port)?.label;
  return label === undefined ? {} : { portLabel: typeof label === 'string' ? label : { ...label } };
}

function nameOf({ node, type }: TypedNode, locale: string): string {
  if (node.name !== '') return node.name;
  return type === undefined ? node.type : localize(type.title, locale);
}

function labelsOf(document: FlowDocument | undefined, locale: string): ReadonlyMap<string, string> {
  const labels = new Map(Object.entries(FACT_LABELS).map(([name, label]) => [name, localize(label, locale)]));
  if (document === undefined) return labels;
  for (const typed of nodesOf(document).values()) {
    const { variable, fields } = typed.node.config;
    if (typeof variable === 'string' && variable !== '') labels.set(variable, nameOf(typed, locale));
    if (Array.isArray(fields)) for (const field of fields) labelField(labels, field, locale);
  }
  for (const { name, description } of document.variables) {
    if (description !== undefined && description !== '') labels.set(name, description);
  }
  return labels;
}

function labelField(labels: Map<string, string>, field: unknown, locale: string): void {
  if (!isJsonObject(field) || typeof field['name'] !== 'string') return;
  const label = parseLabel(field['label']);
  const text = localize(label, locale);
  if (text !== '') labels.set(field['name'], text);
}

/** The schema of form fields says what a label is. */
function parseLabel(label: unknown): Localized | undefined {
  return typeof label === 'string' || isJsonObject(label) ? (label as Localized) : undefined;
}

function flattened(object: JsonObject, prefix: string): readonly { readonly name: string; readonly value: Json }[] {
  return Object.entries(object).flatMap(([key, given]) => {
    const value = fileName(given) ?? (Array.isArray(given) ? given.map((item: Json) => fileName(item) ?? item) : given);
    if (value === null || value === '' || (prefix === '' && INNER.has(key)) || isEmpty(value)) return [];
    if (isJsonObject(value) && prefix === '') return flattened(value, `${key}.`);
    if (key === 'consent' && value === true) return [];
    return [{ name: `${prefix}${key}`, value }];
  });
}

/** A file is known to people by its name. */
function fileName(value: Json): string | undefined {
  return fits(SentFileSchema, value) ? value.name : undefined;
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function nameWithoutOwner(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
