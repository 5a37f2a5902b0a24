// Where a new node goes: beside what it follows, on free ground, on the 8 px grid.
import type { FlowDocument } from '#nodes/flow/document.ts';
import { boxOf, overlaps, portOffset, type Size } from './card-size.ts';
import { isCanvasOnly, nodeById, portsOf, type NodeTypes, type PortRef } from './graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const GAP_X = 96;
const MARGIN = 24;
const GRID = 8;

/** Rounds to the grid. */
export function snap(point: Point): Point {
  return { x: Math.round(point.x / GRID) * GRID, y: Math.round(point.y / GRID) * GRID };
}

/** The place right of a port, moved down until nothing is in the way. */
export function placeAfter(document: FlowDocument, types: NodeTypes, from: PortRef, size: Size): Point {
  const source = nodeById(document, from.node);
  if (source === undefined) return freePlace(document, types, { x: 80, y: 160 }, size);
  const index = Math.max(
    0,
    portsOf(types, source).findIndex((port) => port.id === from.port),
  );
  const box = boxOf(types, source);
  const wanted = { x: box.x + box.width + GAP_X, y: index === 0 ? box.y : box.y + portOffset(index) - 48 };
  return freePlace(document, types, wanted, size);
}

/** The wanted place, or the nearest free one below it. */
export function freePlace(document: FlowDocument, types: NodeTypes, wanted: Point, size: Size): Point {
  const taken = document.nodes.filter((node) => !isCanvasOnly(types, node)).map((node) => boxOf(types, node));
  let place = snap(wanted);
  for (let round = 0; round < 400; round += 1) {
    const box = { ...place, width: size.width, height: size.height };
    const hit = taken.find((other) => overlaps(box, other, MARGIN));
    if (hit === undefined) return place;
    place = snap({ x: place.x, y: hit.y + hit.height + MARGIN + GRID / 2 });
  }
  return place;
}
