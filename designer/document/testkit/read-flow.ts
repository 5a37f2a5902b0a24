// Short readings of a flow for assertions.
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import { portsOf, type NodeTypes } from '../graph.ts';

/** Every wire as `from.port>to`. */
export function wires(document: FlowDocument): readonly string[] {
  return document.edges.map((edge) => `${edge.from.node}.${edge.from.port}>${edge.to.node}`);
}

/** The node with an id; its absence is a failure of the test. */
export function nodeById(document: FlowDocument, id: string): FlowNode {
  const node = document.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) throw new Error(`no node ${id}`);
  return node;
}

/** The port ids of a node. */
export function variantPorts(types: NodeTypes, document: FlowDocument, id: string): readonly string[] {
  return portsOf(types, nodeById(document, id)).map((port) => port.id);
}
