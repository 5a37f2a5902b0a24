// How two documents differ, in numbers a person can use.
import type { FlowDocument } from '#nodes/flow/document.ts';

export interface DocumentDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Steps of `after` against `before`. Moving a card is not a change; its words, settings and wires are. */
export function diffDocuments(before: FlowDocument, after: FlowDocument): DocumentDiff {
  const former = new Map(before.nodes.map((node) => [node.id, node]));
  const next = new Map(after.nodes.map((node) => [node.id, node]));
  const contentOf = (document: FlowDocument, id: string): string => {
    const node = document.nodes.find((candidate) => candidate.id === id);
    const wires = document.edges
      .filter((edge) => edge.from.node === id)
      .map((edge) => `${edge.from.port}>${edge.to.node}`)
      .sort();
    return JSON.stringify([node?.type, node?.name, node?.disabled ?? false, node?.config, wires]);
  };
  return {
    added: [...next.keys()].filter((id) => !former.has(id)),
    removed: [...former.keys()].filter((id) => !next.has(id)),
    changed: [...next.keys()].filter((id) => former.has(id) && contentOf(before, id) !== contentOf(after, id)),
  };
}
