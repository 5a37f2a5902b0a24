// From the document to what React Flow draws: nodes and edges with fixed sizes, the same objects for what did not change.
import { MarkerType, Position, type Edge, type Node } from '@xyflow/react';
import type { FlowDocument, FlowEdge, FlowNode } from '#nodes/flow/document.ts';
import { portOffset, sizeOf } from '../document/card-size.ts';
import { isCanvasOnly, isEntry, portsOf, type NodeTypes } from '../document/graph.ts';
import type { Point } from '../document/placement.ts';
import type { Port } from '#nodes/kit/ports.ts';

export type CardData = { readonly node: FlowNode; readonly ports: readonly Port[] };
export type DrawnNode = Node<CardData, 'card' | 'note' | 'frame'>;
export type LineData = { readonly edge: FlowEdge; readonly label: Port['label'] | null; readonly role: Port['role'] };
export type DrawnEdge = Edge<LineData>;

const DOT = 10;

interface Drawn {
  readonly node: FlowNode;
  readonly problems: number;
  readonly selected: boolean;
  readonly position: Point;
  readonly drawn: DrawnNode;
}

/** Keeps what was drawn, so that an unchanged node is the same object again. */
export interface DrawCache {
  readonly nodes: Map<string, Drawn>;
  readonly edges: Map<string, { readonly key: string; readonly edge: FlowEdge; readonly drawn: DrawnEdge }>;
}

export function createDrawCache(): DrawCache {
  return { nodes: new Map(), edges: new Map() };
}

/** `moving`: positions of nodes that are being dragged right now. */
export function drawNodes(
  cache: DrawCache,
  document: FlowDocument,
  types: NodeTypes,
  selected: ReadonlySet<string>,
  moving: ReadonlyMap<string, Point> | null,
  problemsOf: (id: string) => number,
  labelOf: (node: FlowNode, problems: number) => string,
): DrawnNode[] {
  return document.nodes.map((node) => {
    const position = moving?.get(node.id) ?? node.position;
    const isSelected = selected.has(node.id);
    const problems = problemsOf(node.id);
    const former = cache.nodes.get(node.id);
    const sameNode = former?.node === node && former.problems === problems;
    if (sameNode && former.selected === isSelected && former.position === position) return former.drawn;
    const label = sameNode ? (former.drawn.ariaLabel ?? '') : labelOf(node, problems);
    const drawn = drawNode(types, node, position, isSelected, label, former);
    cache.nodes.set(node.id, { node, problems, selected: isSelected, position, drawn });
    return drawn;
  });
}

function drawNode(
  types: NodeTypes,
  node: FlowNode,
  position: Point,
  selected: boolean,
  label: string,
  former: Drawn | undefined,
): DrawnNode {
  const size = sizeOf(types, node);
  const ports = portsOf(types, node);
  const decorative = isCanvasOnly(types, node);
  // The card is memoised on `data`: moving or selecting a node must not make a new one.
  const data = former?.node === node ? former.drawn.data : { node, ports };
  return {
    id: node.id,
    type: node.type === 'frame' ? 'frame' : node.type === 'note' ? 'note' : 'card',
    position,
    data,
    selected,
    ...size,
    measured: size,
    zIndex: node.type === 'frame' ? -1 : 0,
    ariaRole: 'group',
    ariaLabel: label,
    connectable: !decorative,
    handles: decorative ? [] : handlesOf(types, node, ports),
  };
}

function handlesOf(types: NodeTypes, node: FlowNode, ports: readonly Port[]): NonNullable<DrawnNode['handles']> {
  const { width } = sizeOf(types, node);
  const sources = ports.map((port, index) => ({
    id: port.id,
    type: 'source' as const,
    position: Position.Right,
    x: width - DOT / 2,
    y: portOffset(index) - DOT / 2,
    width: DOT,
    height: DOT,
  }));
  if (isEntry(types, node)) return sources;
  return [
    ...sources,
    {
      id: 'in',
      type: 'target' as const,
      position: Position.Left,
      x: -DOT / 2,
      y: 18 - DOT / 2,
      width: DOT,
      height: DOT,
    },
  ];
}

/** Edges of ports that exist; in the far view they are straight and cannot be hit. */
export function drawEdges(
  cache: DrawCache,
  document: FlowDocument,
  types: NodeTypes,
  selected: ReadonlySet<string>,
  far: boolean,
  labelOf: (edge: FlowEdge, port: Port) => string,
): DrawnEdge[] {
  const ports = new Map<string, readonly Port[]>();
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  return document.edges.flatMap((edge): DrawnEdge[] => {
    const source = nodes.get(edge.from.node);
    if (source === undefined || !nodes.has(edge.to.node)) return [];
    const known = ports.get(source.id) ?? portsOf(types, source);
    ports.set(source.id, known);
    const port = known.find((candidate) => candidate.id === edge.from.port);
    if (port === undefined) return [];
    const isSelected = selected.has(edge.id);
    const key = `${isSelected} ${far} ${JSON.stringify(port.label)}`;
    const former = cache.edges.get(edge.id);
    if (former?.edge === edge && former.key === key) return [former.drawn];
    const drawn: DrawnEdge = {
      id: edge.id,
      source: edge.from.node,
      sourceHandle: edge.from.port,
      target: edge.to.node,
      targetHandle: 'in',
      type: far ? 'straight' : 'line',
      selected: isSelected,
      interactionWidth: far ? 0 : 20,
      ariaLabel: labelOf(edge, port),
      domAttributes: { 'aria-roledescription': undefined },
      data: { edge, label: known.length > 1 ? port.label : null, role: port.role },
      ...(far
        ? {}
        : { markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18, markerUnits: 'userSpaceOnUse' } }),
    };
    cache.edges.set(edge.id, { key, edge, drawn });
    return [drawn];
  });
}
