// Applies a mend to a flow document: the change a check offers, as the next document.
import type { FlowDocument, FlowNode } from './document.ts';
import type { MendChange } from '#nodes/wire/mends.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';

/** The next document; the same one when there is nothing to do any more. `newId` makes ids for what is added. */
export function applyMend(document: FlowDocument, change: MendChange, newId: (prefix: string) => string): FlowDocument {
  switch (change.kind) {
    case 'end':
      return withEnd(document, change.node, change.port, newId);
    case 'connect':
      return connected(document, change.node, change.port, change.to, newId);
    case 'disconnect':
      return { ...document, edges: document.edges.filter(({ id }) => id !== change.edge) };
    case 'remove':
      return without(document, change.node);
    case 'declare':
      return document.variables.some(({ name }) => name === change.name)
        ? document
        : { ...document, variables: [...document.variables, { name: change.name, type: 'text', scope: 'session' }] };
    case 'translate':
      return translated(document, change);
    case 'set':
      return withConfig(document, change.node, (config) => replaced(config, keysOf(change.field), change.value));
    case 'ask-consent':
      return askingConsent(document, change.node, change.otherwise, newId);
  }
}

function withEnd(document: FlowDocument, id: string, port: string, newId: (prefix: string) => string): FlowDocument {
  const from = nodeOf(document, id);
  if (from === undefined) return document;
  const end = nodeFrom(newId('n'), 'end', freeSpot(document, { x: from.position.x + 320, y: from.position.y + 80 }));
  return connected({ ...document, nodes: [...document.nodes, end] }, id, port, end.id, newId);
}

/** The nearest place at or below a point where a card covers no other; cards are about 240 wide and 160 high. */
function freeSpot({ nodes }: FlowDocument, { x, y }: FlowNode['position']): FlowNode['position'] {
  const isTaken = (at: number) =>
    nodes.some(({ position }) => Math.abs(position.x - x) < 260 && Math.abs(position.y - at) < 160);
  let free = y;
  while (isTaken(free)) free += 40;
  return { x, y: free };
}

function connected(
  document: FlowDocument,
  node: string,
  port: string,
  to: string,
  newId: (prefix: string) => string,
): FlowDocument {
  if (nodeOf(document, node) === undefined || nodeOf(document, to) === undefined) return document;
  const others = document.edges.filter(({ from }) => from.node !== node || from.port !== port);
  return { ...document, edges: [...others, { id: newId('e'), from: { node, port }, to: { node: to } }] };
}

function without(document: FlowDocument, id: string): FlowDocument {
  return {
    ...document,
    nodes: document.nodes.filter((node) => node.id !== id),
    edges: document.edges.filter(({ from, to }) => from.node !== id && to.node !== id),
  };
}

function translated(document: FlowDocument, change: Extract<MendChange, { kind: 'translate' }>): FlowDocument {
  const keys = keysOf(change.field);
  const add = (text: unknown) => (typeof text === 'object' ? { ...text, [change.locale]: change.text } : text);
  if (change.node !== null) return withConfig(document, change.node, (config) => changed(config, keys, add));
  const settings = changed(document.settings, keys.slice(keys[0] === 'settings' ? 1 : 0), add);
  return { ...document, settings: parseSettings(settings) };
}

/** Every line that led to the node now leads to the question; a yes goes on to the node. */
function askingConsent(
  document: FlowDocument,
  id: string,
  otherwise: string | null,
  newId: (prefix: string) => string,
): FlowDocument {
  const node = nodeOf(document, id);
  if (node === undefined) return document;
  const { x, y } = node.position;
  const question = nodeFrom(
    newId('n'),
    'askConfirm',
    { x: x - 40, y: y - 160 },
    {
      prompt: {
        'zh-CN': '为了继续为您服务，我们需要您的联系方式，仅用于处理这件事。您同意吗？',
        en: 'To go on we need your contact details. They are used for this matter only. Do you agree?',
      },
    },
  );
  const end = nodeFrom(newId('n'), 'end', { x: x + 280, y: y - 160 });
  const no = otherwise ?? end.id;
  const ports = NODE_TYPES['askConfirm']?.ports(parseConfig(question.config)).map((port) => port.id) ?? [];
  const [yes = 'yes', ...rest] = ports;
  return {
    ...document,
    nodes: [...document.nodes, question, ...(otherwise === null ? [end] : [])],
    edges: [
      ...document.edges.map((edge) => (edge.to.node === id ? { ...edge, to: { node: question.id } } : edge)),
      { id: newId('e'), from: { node: question.id, port: yes }, to: { node: id } },
      ...rest.map((port) => ({ id: newId('e'), from: { node: question.id, port }, to: { node: no } })),
    ],
  };
}

function nodeFrom(
  id: string,
  type: string,
  position: FlowNode['position'],
  config: Readonly<Record<string, unknown>> = {},
): FlowNode {
  const declared = NODE_TYPES[type];
  return {
    id,
    type,
    version: declared?.version ?? 1,
    name: '',
    position,
    config: parseRecord(JSON.parse(JSON.stringify({ ...declared?.defaults, ...config }))),
  };
}

function nodeOf(document: FlowDocument, id: string): FlowNode | undefined {
  return document.nodes.find((node) => node.id === id);
}

function withConfig(document: FlowDocument, id: string, change: (config: unknown) => unknown): FlowDocument {
  const nodes = document.nodes.map((node) =>
    node.id === id ? { ...node, config: parseRecord(change(node.config)) } : node,
  );
  return { ...document, nodes };
}

function replaced(holder: unknown, keys: readonly string[], value: unknown): unknown {
  return changed(holder, keys, () => value);
}

/** Changes what stands at a path; a path that leads nowhere changes nothing. */
function changed(holder: unknown, keys: readonly string[], change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return change(holder);
  if (Array.isArray(holder)) {
    return holder.map((item: unknown, index) => (String(index) === key ? changed(item, rest, change) : item));
  }
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return holder;
  return { ...holder, [key]: changed(parseRecord(holder)[key], rest, change) };
}

function keysOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function parseRecord(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}

/** Only a text inside the settings was changed. */
function parseSettings(value: unknown): FlowDocument['settings'] {
  return value as FlowDocument['settings'];
}

/** Node types read their own config. */
function parseConfig(config: FlowNode['config']): never {
  return config as never;
}
