// The fixed size of a card: known without measuring, so that the canvas can draw what is in view and nothing else.
import type { FlowNode } from '#nodes/flow/document.ts';
import { isCanvasOnly, portsOf, type NodeTypes } from './graph.ts';

export const CARD_WIDTH = 240;
export const PORT_HEIGHT = 24;
export const HEADER_HEIGHT = 36;
export const SUMMARY_HEIGHT = 24;
const BOTTOM = 6;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** Width and height of a node in canvas pixels. */
export function sizeOf(types: NodeTypes, node: FlowNode): Size {
  if (isCanvasOnly(types, node)) {
    return node.size ?? (node.type === 'frame' ? { width: 560, height: 320 } : { width: 200, height: 120 });
  }
  return { width: CARD_WIDTH, height: cardHeight(portsOf(types, node).length) };
}

/** Height of a card with so many ports. */
export function cardHeight(ports: number): number {
  return HEADER_HEIGHT + SUMMARY_HEIGHT + ports * PORT_HEIGHT + BOTTOM;
}

/** Middle of a port's row, from the top of the card. */
export function portOffset(index: number): number {
  return HEADER_HEIGHT + SUMMARY_HEIGHT + index * PORT_HEIGHT + PORT_HEIGHT / 2;
}

export function boxOf(types: NodeTypes, node: FlowNode): Box {
  return { ...node.position, ...sizeOf(types, node) };
}

/** Do two boxes touch when each keeps a margin? */
export function overlaps(a: Box, b: Box, margin = 0): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  );
}

/** The box around several boxes; `null` around none. */
export function boundsOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
