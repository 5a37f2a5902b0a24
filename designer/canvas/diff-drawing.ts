// One drawing that shows two documents: the newer one, with what is gone drawn as ghosts, and a mark for each step that differs.
import type { DocumentDiff } from '#nodes/flow/diff.ts';
import { sourceOfEdge } from '#nodes/flow/diff.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';

/** How a step differs. */
export type Mark = 'added' | 'changed' | 'removed';

/** The drawing, and the marks of steps. */
export interface DiffDrawing {
  readonly document: FlowDocument;
  readonly marks: ReadonlyMap<string, Mark>;
}

/** Lays one over the other. A step whose lines changed counts as changed. */
export function drawDiff(before: FlowDocument, after: FlowDocument, diff: DocumentDiff): DiffDrawing {
  const marks = new Map<string, Mark>();
  for (const change of diff.changes) {
    if (change.subject === 'node') marks.set(change.id, change.kind);
    else if (change.subject === 'edge') {
      const { node } = sourceOfEdge(change.id);
      if (!marks.has(node)) marks.set(node, 'changed');
    }
  }
  const ghosts = before.nodes.filter(({ id }) => marks.get(id) === 'removed');
  const present = new Set([...after.nodes, ...ghosts].map(({ id }) => id));
  const taken = new Set(after.edges.map(({ from }) => `${from.node} ${from.port}`));
  const lines = before.edges.filter(
    ({ from, to }) => !taken.has(`${from.node} ${from.port}`) && present.has(from.node) && present.has(to.node),
  );
  return {
    document: {
      ...after,
      nodes: [...after.nodes, ...ghosts],
      edges: [...after.edges, ...lines.map((edge) => ({ ...edge, id: `was-${edge.id}` }))],
    },
    marks,
  };
}
