// Inlines the flows a flow calls: one document, without open calls, that is published and played as any other.
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { joinPacks } from '#nodes/packs/join-packs.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { packsOf, typesOf } from '#nodes/packs/pinned-packs.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { CALL_SEPARATOR, frameOf, framesOf, type ComposedFlow, type ComposedNode, type Frame } from './composed.ts';
import type { FlowDocument, FlowEdge, FlowDictionary, FlowIntent, FlowNode } from './document.ts';
import { withoutLinks } from './links.ts';
import { problem } from './problem.ts';

/** A flow that may be called. */
export interface CallableFlow {
  readonly flow: string;
  readonly version: number;
  readonly name: string;
  readonly document: FlowDocument;
}

/** Finds the flow of a call, and for the same call always the same: what it found is kept. Version 0 is the newest. `missing`: there is no such flow, or none published. `version`: not this version. */
export type ResolveCall = (flow: string, version: number) => CallableFlow | 'missing' | 'version';

/** Nodes and lines of a document, at most. */
const MAX_NODES = 10_000;
const MAX_EDGES = 30_000;

/** A call as a node's config holds it. */
export interface Call {
  readonly flow: string;
  readonly version: number;
  readonly topics: boolean;
}

/** The composed document, or every reason why there is none. */
export type Composition =
  | { readonly ok: true; readonly document: ComposedFlow }
  | { readonly ok: false; readonly problems: readonly FlowProblem[] };

/** The call of a node that calls a flow; undefined for other nodes and when none is chosen. */
export function callOf(node: FlowNode): Call | undefined {
  if (node.type !== 'subflow' || node.disabled === true) return undefined;
  const { flow, version } = parseCall(node.config['call']);
  if (typeof flow !== 'string' || flow === '' || typeof version !== 'number') return undefined;
  return { flow, version, topics: node.config['topics'] === true };
}

/** The calls of a document that nothing was inlined for yet. */
export function openCalls(document: FlowDocument): readonly { readonly node: FlowNode; readonly call: Call }[] {
  const frames = framesOf(document);
  return document.nodes.flatMap((node) => {
    const call = callOf(node);
    return call === undefined || Object.hasOwn(frames, node.id) ? [] : [{ node, call }];
  });
}

/** The last composition of each document: a flow is composed to be checked, and again to be played. */
const known = new WeakMap<
  FlowDocument,
  { readonly resolve: ResolveCall; readonly self: string; readonly types: object; readonly composition: Composition }
>();

/**
 * Inlines all calls, at any depth. `self` is the id of the flow itself, when it has one. A document without calls comes back as it is.
 * Pure: two compositions of the same documents are equal.
 */
export function composeFlow(
  document: FlowDocument,
  resolve: ResolveCall,
  self = '',
  types: Readonly<Record<string, NodeType>> = typesOf(document),
): Composition {
  const calls = openCalls(document);
  if (calls.length === 0) return { ok: true, document };
  const last = known.get(document);
  if (last?.resolve === resolve && last.self === self && last.types === types) return last.composition;
  const composition = compose(document, calls, resolve, self, types);
  known.set(document, { resolve, self, types, composition });
  return composition;
}

function compose(
  document: FlowDocument,
  calls: ReturnType<typeof openCalls>,
  resolve: ResolveCall,
  self: string,
  types: Readonly<Record<string, NodeType>>,
): Composition {
  const problems: FlowProblem[] = [];
  const work: Work = {
    nodes: [...document.nodes],
    edges: [...document.edges],
    frames: { ...framesOf(document) },
    intents: new Map(document.intents.map((intent) => [intent.id, intent])),
    dictionaries: new Map(document.dictionaries?.map((dictionary) => [dictionary.id, dictionary])),
    taken: new Set(document.nodes.map(({ id }) => id)),
    packs: [...packsOf(document)],
  };
  const queue = calls.map((open) => ({ ...open, root: open.node, callers: [self] }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { node, call, root, callers } = next;
    const found = callers.includes(call.flow) ? 'recursive' : resolve(call.flow, call.version);
    if (typeof found === 'string') {
      problems.push(unresolved(root, found, call, types));
      continue;
    }
    const inside = Object.values(framesOf(found.document)).map(({ flow }) => flow);
    if (inside.some((flow) => callers.includes(flow) && flow !== '')) {
      problems.push(unresolved(root, 'recursive', call, types));
      continue;
    }
    const size = found.document.nodes.length + work.nodes.length;
    if (size > MAX_NODES || found.document.edges.length + work.edges.length > MAX_EDGES) {
      problems.push(tooLarge(root, size, types));
      break;
    }
    const { added } = inline(work, node, call, found, types);
    queue.push(...added.map((open) => ({ ...open, root, callers: [...callers, call.flow] })));
  }
  if (problems.length > 0) return { ok: false, problems };
  const { nodes, edges, frames, intents } = work;
  const dictionaries = [...work.dictionaries.values()];
  const packs = work.packs.length === 0 ? {} : { packs: work.packs };
  const composed = { ...document, nodes, edges, intents: [...intents.values()], frames, ...packs };
  return { ok: true, document: dictionaries.length === 0 ? composed : { ...composed, dictionaries } };
}

interface Work {
  readonly nodes: ComposedNode[];
  readonly edges: FlowEdge[];
  readonly frames: Record<string, Frame>;
  readonly intents: Map<string, FlowIntent>;
  readonly dictionaries: Map<string, FlowDictionary>;
  readonly taken: Set<string>;
  /** The packs of all of them. */
  readonly packs: PackDefinition[];
}

function inline(
  work: Work,
  site: FlowNode,
  call: Call,
  found: CallableFlow,
  outerTypes: Readonly<Record<string, NodeType>>,
): { readonly added: readonly { readonly node: FlowNode; readonly call: Call }[] } {
  // Names of links hold within one flow.
  const document = withoutLinks(found.document);
  // A called version brings the packs it was published with.
  const packs = packsOf(document);
  const types = packs.length === 0 ? outerTypes : typesOf(document);
  const typeNames = joinPacks(work.packs, packs);
  const ids = new Map<string, string>();
  for (const { id } of document.nodes) ids.set(id, freeId(`${site.id}${CALL_SEPARATOR}${id}`, work.taken));
  const idOf = (id: string) => ids.get(id) ?? `${site.id}${CALL_SEPARATOR}${id}`;
  const isDropped = (node: FlowNode) =>
    types[node.type]?.compile === undefined ||
    (types[node.type]?.trigger !== undefined && node.type !== 'start' && !call.topics);
  const kept = document.nodes.filter((node) => !isDropped(node));
  const keptIds = new Set(kept.map(({ id }) => id));
  const siteName = site.name === '' ? found.name : site.name;
  const inlined = kept.map((node): ComposedNode => {
    const caller = frameOf(node);
    const { parent: _parent, ...rest } = node;
    return {
      ...rest,
      id: idOf(node.id),
      type: typeNames.get(node.type) ?? node.type,
      name: `${siteName} › ${node.name === '' ? (types[node.type]?.title['zh-CN'] ?? node.type) : node.name}`.slice(
        0,
        200,
      ),
      config: withTarget(node, idOf),
      frame: caller === undefined ? site.id : idOf(caller),
    };
  });
  work.nodes.push(...inlined);
  for (const edge of document.edges) {
    if (!keptIds.has(edge.from.node) || !keptIds.has(edge.to.node)) continue;
    work.edges.push({
      id: `${site.id}${CALL_SEPARATOR}${edge.id}`,
      from: { node: idOf(edge.from.node), port: edge.from.port },
      to: { node: idOf(edge.to.node) },
    });
  }
  const own = document.nodes.find(
    (node) => node.type === 'start' && node.disabled !== true && frameOf(node) === undefined,
  );
  const { flow, version, name } = found;
  work.frames[site.id] = {
    flow,
    version,
    name,
    entry: own === undefined ? null : idOf(own.id),
    variables: document.variables,
  };
  for (const [frame, inner] of Object.entries(framesOf(document)))
    work.frames[idOf(frame)] = { ...inner, entry: inner.entry === null ? null : idOf(inner.entry) };
  for (const intent of document.intents) addIntent(work.intents, intent);
  for (const dictionary of document.dictionaries ?? []) addDictionary(work.dictionaries, dictionary);
  return {
    added: openCalls({ ...document, nodes: kept }).flatMap(({ node, call: inner }) => {
      const placed = inlined.find(({ id }) => id === idOf(node.id));
      return placed === undefined ? [] : [{ node: placed, call: inner }];
    }),
  };
}

/** The same intent in two flows is one intent, learnt from the sentences of both. */
function addIntent(intents: Map<string, FlowIntent>, intent: FlowIntent): void {
  const known = intents.get(intent.id);
  const examples = [...new Set([...(known?.examples ?? []), ...intent.examples])];
  intents.set(intent.id, { ...(known ?? intent), examples });
}

/** The same dictionary in two flows is one, with the entries of both. */
function addDictionary(dictionaries: Map<string, FlowDictionary>, dictionary: FlowDictionary): void {
  const known = dictionaries.get(dictionary.id);
  const values = new Set(known?.entries.map(({ value }) => value));
  const added = dictionary.entries.filter(({ value }) => !values.has(value));
  dictionaries.set(
    dictionary.id,
    known === undefined ? dictionary : { ...known, entries: [...known.entries, ...added] },
  );
}

/** A node may name another one: the target of a jump. */
function withTarget(node: FlowNode, idOf: (id: string) => string): FlowNode['config'] {
  const target = node.config['target'];
  return node.type === 'jump' && typeof target === 'string' && target !== ''
    ? { ...node.config, target: idOf(target) }
    : node.config;
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${String(count)}`;
  taken.add(id);
  return id;
}

const REASONS: Readonly<
  Record<
    'missing' | 'version' | 'recursive',
    { readonly code: string; readonly message: (call: Call) => Bilingual; readonly fix: Bilingual }
  >
> = {
  missing: {
    code: 'SUBFLOW_MISSING',
    message: () => ({
      'zh-CN': '要调用的流程不存在，或还没有发布。',
      en: 'The flow to call does not exist, or was never published.',
    }),
    fix: { 'zh-CN': '先发布它，或重新选择一个流程。', en: 'Publish it first, or choose another flow.' },
  },
  version: {
    code: 'SUBFLOW_VERSION_MISSING',
    message: ({ version }) => ({
      'zh-CN': `要调用的流程没有第 ${String(version)} 版。`,
      en: `The flow to call has no version ${String(version)}.`,
    }),
    fix: { 'zh-CN': '选一个已有的版本，或用「最新」。', en: 'Choose a version that exists, or the newest.' },
  },
  recursive: {
    code: 'SUBFLOW_RECURSIVE',
    message: () => ({ 'zh-CN': '流程绕了一圈又调用了自己。', en: 'The flow calls itself, directly or by a detour.' }),
    fix: { 'zh-CN': '去掉这次调用；要重复请用「循环」。', en: 'Remove this call; to repeat something, use a Loop.' },
  },
};

function unresolved(
  root: FlowNode,
  reason: keyof typeof REASONS,
  call: Call,
  types: Readonly<Record<string, NodeType>>,
): FlowProblem {
  const { code, message, fix } = REASONS[reason];
  const title = types[root.type]?.title ?? { 'zh-CN': root.id, en: root.id };
  const name = root.name === '' ? title : { 'zh-CN': root.name, en: root.name };
  const words = message(call);
  return problem(code, 'error', root.id, {
    message: { 'zh-CN': `「${name['zh-CN']}」：${words['zh-CN']}`, en: `"${name.en}": ${words.en}` },
    fix,
    field: '/call',
  });
}

function tooLarge(root: FlowNode, size: number, types: Readonly<Record<string, NodeType>>): FlowProblem {
  const title = types[root.type]?.title ?? { 'zh-CN': root.id, en: root.id };
  const name = root.name === '' ? title : { 'zh-CN': root.name, en: root.name };
  return problem('SUBFLOW_TOO_LARGE', 'error', root.id, {
    message: {
      'zh-CN': `加上「${name['zh-CN']}」调用的流程，一共有 ${String(size)} 个节点，超过了 ${String(MAX_NODES)} 个。`,
      en: `With the flow that "${name.en}" calls there are ${String(size)} nodes, more than ${String(MAX_NODES)}.`,
    },
    fix: { 'zh-CN': '减少调用，或把大流程拆小。', en: 'Call it fewer times, or split the large flow.' },
    field: '/call',
  });
}

/** The config of a call; its schema is checked with the node. */
function parseCall(value: unknown): { readonly flow?: unknown; readonly version?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}
