// Commands on wires: connect, reconnect, disconnect, splice; and removal of nodes with or without healing.
import type { FlowDocument, FlowEdge, FlowNode } from '#nodes/flow/document.ts';
import { labelFor, type Command } from './command.ts';
import { connectRefusal, isProtected, mainPortOf, nodeById, type NodeTypes, type PortRef } from './graph.ts';
import { wireBetween, withoutKey } from './node-commands.ts';

/** Leads a port to a node. A port has one wire: a former one is replaced. */
export function connect(types: NodeTypes, from: PortRef, to: string, edgeId: string): Command {
  return {
    label: { verb: 'connect' },
    apply(document) {
      if (connectRefusal(document, types, from, to) !== null) return document;
      const others = document.edges.filter((edge) => edge.from.node !== from.node || edge.from.port !== from.port);
      return {
        ...document,
        edges: [...others, { id: edgeId, from: { node: from.node, port: from.port }, to: { node: to } }],
      };
    },
  };
}

/** Moves either end of a wire. */
export function reconnect(types: NodeTypes, edgeId: string, from: PortRef, to: string): Command {
  return {
    label: { verb: 'reconnect' },
    apply(document) {
      const edge = document.edges.find((candidate) => candidate.id === edgeId);
      if (edge === undefined) return document;
      const without = { ...document, edges: document.edges.filter((candidate) => candidate.id !== edgeId) };
      const same = edge.from.node === from.node && edge.from.port === from.port && edge.to.node === to;
      if (same || connectRefusal(without, types, from, to) !== null) return document;
      return connect(types, from, to, edgeId).apply(without);
    },
  };
}

export function disconnect(edgeIds: readonly string[]): Command {
  return {
    label: { verb: 'disconnect', count: edgeIds.length },
    apply(document) {
      const edges = document.edges.filter((edge) => !edgeIds.includes(edge.id));
      return edges.length === document.edges.length ? document : { ...document, edges };
    },
  };
}

/** Puts a node that is already there into a wire. */
export function spliceIntoEdge(types: NodeTypes, node: FlowNode, edgeId: string, newEdgeId: string): Command {
  return {
    label: labelFor('splice', [node]),
    apply(document) {
      const edge = document.edges.find((candidate) => candidate.id === edgeId);
      if (edge === undefined || edge.from.node === node.id || edge.to.node === node.id) return document;
      return wireBetween(types, document, edge.from, node.id, newEdgeId);
    },
  };
}

/** Removes nodes with their wires. The start node stays. */
export function removeNodes(document: FlowDocument, ids: readonly string[], edgeIds: readonly string[] = []): Command {
  const doomed = removable(document, ids);
  return {
    label: labelFor('delete', doomed),
    apply(current) {
      return without(current, new Set(doomed.map((node) => node.id)), new Set(edgeIds));
    },
  };
}

/** Removes nodes and leads what led to them on to what their main port led to. */
export function removeAndHeal(types: NodeTypes, document: FlowDocument, ids: readonly string[]): Command {
  const doomed = removable(document, ids);
  const gone = new Set(doomed.map((node) => node.id));
  return {
    label: labelFor('heal', doomed),
    apply(current) {
      const healed: FlowEdge[] = [];
      for (const edge of current.edges) {
        if (gone.has(edge.from.node) || !gone.has(edge.to.node)) continue;
        const next = beyond(types, current, edge.to.node, gone);
        if (next !== undefined) healed.push({ ...edge, to: { node: next } });
      }
      const pruned = without(current, gone, new Set());
      const legal = healed.filter((edge) => connectRefusal(pruned, types, edge.from, edge.to.node) === null);
      return legal.length === 0 ? pruned : { ...pruned, edges: [...pruned.edges, ...legal] };
    },
  };
}

/** The first surviving node along the main ports. */
function beyond(
  types: NodeTypes,
  document: FlowDocument,
  id: string,
  gone: ReadonlySet<string>,
  seen: ReadonlySet<string> = new Set(),
): string | undefined {
  if (seen.has(id)) return undefined;
  const node = nodeById(document, id);
  const main = node === undefined ? undefined : mainPortOf(types, node);
  const edge =
    main === undefined
      ? undefined
      : document.edges.find((candidate) => candidate.from.node === id && candidate.from.port === main.id);
  if (edge === undefined) return undefined;
  return gone.has(edge.to.node) ? beyond(types, document, edge.to.node, gone, new Set([...seen, id])) : edge.to.node;
}

function removable(document: FlowDocument, ids: readonly string[]): readonly FlowNode[] {
  return document.nodes.filter((node) => ids.includes(node.id) && !isProtected(node));
}

function without(document: FlowDocument, nodes: ReadonlySet<string>, edges: ReadonlySet<string>): FlowDocument {
  if (nodes.size === 0 && edges.size === 0) return document;
  return {
    ...document,
    nodes: document.nodes
      .filter((node) => !nodes.has(node.id))
      .map((node) => {
        if (node.parent === undefined || !nodes.has(node.parent)) return node;
        return withoutKey(node, 'parent');
      }),
    edges: document.edges.filter(
      (edge) => !edges.has(edge.id) && !nodes.has(edge.from.node) && !nodes.has(edge.to.node),
    ),
  };
}
