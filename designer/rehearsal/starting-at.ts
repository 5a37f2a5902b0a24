// A flow that begins in the middle: for testing one part without talking one's way there.
import type { FlowDocument } from '#nodes/flow/document.ts';

/** The same flow, its start leading to a node. Only ever sent to a rehearsal. */
export function startingAt(document: FlowDocument, node: string): FlowDocument {
  const start = document.nodes.find(({ type }) => type === 'start');
  if (start === undefined || start.id === node || !document.nodes.some(({ id }) => id === node)) return document;
  return {
    ...document,
    edges: [
      ...document.edges.filter(({ from }) => from.node !== start.id),
      { id: 'rehearsed', from: { node: start.id, port: 'next' }, to: { node } },
    ],
  };
}
