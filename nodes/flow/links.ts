// Links are lines: a drawing with named ends means the drawing in which each line goes straight to where it arrives.
import type { FlowDocument, FlowNode } from './document.ts';

/** The end of a long line, as its config has it. */
export interface LinkEnd {
  readonly node: FlowNode;
  readonly name: string;
  readonly side: 'out' | 'in';
}

/** The link ends of a drawing; those switched off are not there. */
export function linkEnds(document: FlowDocument): readonly LinkEnd[] {
  return document.nodes.flatMap((node) => {
    if (node.type !== 'link' || node.disabled === true) return [];
    const { name, side } = node.config;
    return [{ node, name: typeof name === 'string' ? name.trim() : '', side: side === 'in' ? 'in' : 'out' }];
  });
}

/**
 * The same flow with every line drawn straight. A line whose link leads nowhere (no partner, two of them, a circle) stays at the link, where
 * it ends. The document itself when it has no links.
 */
export function withoutLinks<D extends FlowDocument>(document: D): D {
  const known = straight.get(document);
  if (known !== undefined) return known as D;
  const drawn = straightened(document);
  straight.set(document, drawn);
  return drawn;
}

/** Each document is drawn straight once: to be checked, and again to be played. */
const straight = new WeakMap<FlowDocument, FlowDocument>();

function straightened<D extends FlowDocument>(document: D): D {
  const ends = linkEnds(document);
  if (ends.length === 0) return document;
  const byId = new Map(ends.map((end) => [end.node.id, end]));
  const after = new Map(document.edges.map((edge) => [edge.from.node, edge.to.node]));

  function arrival(node: string, seen: readonly string[]): string | undefined {
    const end = byId.get(node);
    if (end === undefined) return node;
    if (end.side === 'in' || seen.includes(end.name)) return undefined;
    const partners = ends.filter(({ name, side }) => side === 'in' && name === end.name);
    const [partner] = partners;
    const next = partners.length === 1 && partner !== undefined ? after.get(partner.node.id) : undefined;
    return next === undefined ? undefined : arrival(next, [...seen, end.name]);
  }

  const edges = document.edges.flatMap((edge) => {
    if (byId.has(edge.from.node)) return [];
    const to = arrival(edge.to.node, []);
    return [to === undefined || to === edge.to.node ? edge : { ...edge, to: { node: to } }];
  });
  return { ...document, edges };
}
