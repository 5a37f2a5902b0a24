// Arrow keys on the canvas: follow the wires where there are some, else go to the nearest card that way.
import type { FlowDocument } from '#nodes/flow/document.ts';
import { boxOf, type Box } from '../document/card-size.ts';
import { edgesInto, edgesOutOf, nodeById, portsOf, type NodeTypes } from '../document/graph.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The node to go to; `null` at the edge of the drawing. */
export function walk(document: FlowDocument, types: NodeTypes, from: string, direction: Direction): string | null {
  const node = nodeById(document, from);
  if (node === undefined) return document.nodes[0]?.id ?? null;
  if (direction === 'right') {
    const order = portsOf(types, node).map((port) => port.id);
    const [first] = [...edgesOutOf(document, from)].sort(
      (a, b) => order.indexOf(a.from.port) - order.indexOf(b.from.port),
    );
    if (first !== undefined && first.to.node !== from) return first.to.node;
  }
  if (direction === 'left') {
    const source = edgesInto(document, from).find((edge) => edge.from.node !== from);
    if (source !== undefined) return source.from.node;
  }
  const here = boxOf(types, node);
  let best: { id: string; cost: number } | null = null;
  for (const other of document.nodes) {
    if (other.id === from || other.type === 'frame') continue;
    const cost = costOf(here, boxOf(types, other), direction);
    if (cost !== null && (best === null || cost < best.cost)) best = { id: other.id, cost };
  }
  return best?.id ?? null;
}

/** Distance with sideways steps counting double; `null` when the other box is not in that direction. */
function costOf(here: Box, there: Box, direction: Direction): number | null {
  const dx = there.x + there.width / 2 - (here.x + here.width / 2);
  const dy = there.y + there.height / 2 - (here.y + here.height / 2);
  const horizontal = direction === 'left' || direction === 'right';
  const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction];
  const aside = Math.abs(horizontal ? dy : dx);
  return ahead <= 4 ? null : ahead + aside * 2;
}
