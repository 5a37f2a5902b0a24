// Tidy: left to right by dagre, with the cards' real sizes. Runs in a worker; this file is the pure part.
import { Graph, layout } from '@dagrejs/dagre';

export interface LayoutRequest {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** The top left corner of the result. */
  readonly origin: { readonly x: number; readonly y: number };
}

export interface LayoutAnswer {
  readonly positions: readonly { readonly id: string; readonly x: number; readonly y: number }[];
}

/** Positions for all nodes of the request. Parts that are not connected are put below each other. */
export function layOut(request: LayoutRequest): LayoutAnswer {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 96, ranker: 'tight-tree' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of request.nodes) graph.setNode(node.id, { width: node.width, height: node.height });
  for (const edge of request.edges) {
    if (graph.hasNode(edge.from) && graph.hasNode(edge.to) && edge.from !== edge.to) graph.setEdge(edge.from, edge.to);
  }
  layout(graph);
  const placed = request.nodes.map((node) => {
    const middle = graph.node(node.id) as { x: number; y: number };
    return { id: node.id, x: middle.x - node.width / 2, y: middle.y - node.height / 2 };
  });
  const left = Math.min(...placed.map((node) => node.x));
  const top = Math.min(...placed.map((node) => node.y));
  return {
    positions: placed.map((node) => ({
      id: node.id,
      x: snap(node.x - left + request.origin.x),
      y: snap(node.y - top + request.origin.y),
    })),
  };
}

function snap(value: number): number {
  return Math.round(value / 8) * 8;
}
