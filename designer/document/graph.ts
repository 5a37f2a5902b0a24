// Questions about a flow document: types, ports, neighbours, frames. Pure; the canvas and the commands share it.
import type { NodeType } from '#nodes/kit/define-node.ts';
import { localize, type Locale } from '#nodes/kit/localized.ts';
import type { Port } from '#nodes/kit/ports.ts';
import type { FlowDocument, FlowEdge, FlowNode } from '#nodes/flow/document.ts';
import { withoutLinks } from '#nodes/flow/links.ts';

/** The node types by name, as the generated registry has them. */
export type NodeTypes = Readonly<Record<string, NodeType>>;

export interface PortRef {
  readonly node: string;
  readonly port: string;
}

/** The type of a node; `undefined` for a type this version does not know. */
export function typeOf(types: NodeTypes, node: Pick<FlowNode, 'type'>): NodeType | undefined {
  return Object.hasOwn(types, node.type) ? types[node.type] : undefined;
}

/** The config with the type's defaults underneath, so that half-filled configs never break a card. */
export function configOf(types: NodeTypes, node: FlowNode): Readonly<Record<string, unknown>> {
  return { ...typeOf(types, node)?.defaults, ...node.config };
}

/** The ways out of a node, main first. Empty for unknown types and for configs the type cannot read. */
export function portsOf(types: NodeTypes, node: FlowNode): readonly Port[] {
  const type = typeOf(types, node);
  if (type === undefined) return [];
  try {
    return type.ports(configOf(types, node));
  } catch {
    return [];
  }
}

/** The port that takes an automatic connection. */
export function mainPortOf(types: NodeTypes, node: FlowNode): Port | undefined {
  const ports = portsOf(types, node);
  return ports.find((port) => port.role === 'main') ?? ports[0];
}

/** The name on the card: the operator's own, else the type's title. */
export function displayName(types: NodeTypes, node: Pick<FlowNode, 'type' | 'name'>, locale: Locale): string {
  if (node.name.trim() !== '') return node.name;
  return typeOf(types, node)?.title[locale] ?? node.type;
}

/** The one line under the name; never throws. */
export function summaryOf(types: NodeTypes, node: FlowNode, locale: Locale): string {
  try {
    return typeOf(types, node)?.summary(configOf(types, node), locale) ?? '';
  } catch {
    return '';
  }
}

/** The written name of a port in a language. */
export function portLabel(port: Port, locale: Locale): string {
  return localize(port.label, locale) || port.id;
}

export function nodeById(document: FlowDocument, id: string): FlowNode | undefined {
  return document.nodes.find((node) => node.id === id);
}

export function edgeFrom(document: FlowDocument, from: PortRef): FlowEdge | undefined {
  return document.edges.find((edge) => edge.from.node === from.node && edge.from.port === from.port);
}

export function edgesInto(document: FlowDocument, node: string): readonly FlowEdge[] {
  return document.edges.filter((edge) => edge.to.node === node);
}

export function edgesOutOf(document: FlowDocument, node: string): readonly FlowEdge[] {
  return document.edges.filter((edge) => edge.from.node === node);
}

/** Notes and frames: drawn, never run. A link is not run either, but it is part of a line. */
export function isCanvasOnly(types: NodeTypes, node: Pick<FlowNode, 'type'>): boolean {
  return typeOf(types, node)?.group === 'canvas' && node.type !== 'link';
}

/** Entry nodes start by themselves and take no connection; nor does the end of a link where its line arrives. */
export function isEntry(types: NodeTypes, node: Pick<FlowNode, 'type' | 'config'>): boolean {
  return typeOf(types, node)?.group === 'trigger' || (node.type === 'link' && node.config['side'] === 'in');
}

/** The node every flow keeps. */
export function isProtected(node: Pick<FlowNode, 'type'>): boolean {
  return node.type === 'start';
}

export type ConnectRefusal = 'entry' | 'canvas' | 'self' | 'same' | 'missing';

/** Why a port may not lead to a node; `null` when it may. `self` is fine for nodes that wait: they cannot spin. */
export function connectRefusal(
  document: FlowDocument,
  types: NodeTypes,
  from: PortRef,
  to: string,
): ConnectRefusal | null {
  const target = nodeById(document, to);
  const source = nodeById(document, from.node);
  if (target === undefined || source === undefined) return 'missing';
  if (!portsOf(types, source).some((port) => port.id === from.port)) return 'missing';
  if (isCanvasOnly(types, target)) return 'canvas';
  if (isEntry(types, target)) return 'entry';
  if (from.node === to && typeOf(types, target)?.waits !== true) return 'self';
  if (edgeFrom(document, from)?.to.node === to) return 'same';
  return null;
}

/** Ids of the nodes from which a node can be reached, nearest first. */
export function upstreamOf(document: FlowDocument, id: string): readonly string[] {
  const sources = new Map<string, string[]>();
  for (const edge of withoutLinks(document).edges) {
    const list = sources.get(edge.to.node);
    if (list === undefined) sources.set(edge.to.node, [edge.from.node]);
    else list.push(edge.from.node);
  }
  const seen = new Set<string>();
  const queue = [...(sources.get(id) ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(sources.get(next) ?? []));
  }
  return [...seen];
}

/** Does the document hold anything beyond its start node? */
export function isBlank(document: FlowDocument): boolean {
  return document.nodes.every((node) => isProtected(node));
}
