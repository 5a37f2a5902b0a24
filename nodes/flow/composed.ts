// A flow with its sub-flows inlined: a document whose nodes say which call they belong to.
import type { FlowDocument, FlowNode, FlowVariable } from './document.ts';

/** One call of another flow, by the id of the node that calls. */
export interface Frame {
  readonly flow: string;
  /** The published version that was inlined; 0 for a document that was never published. */
  readonly version: number;
  readonly name: string;
  /** The state the call begins with; null when the called flow has no start. */
  readonly entry: string | null;
  readonly variables: readonly FlowVariable[];
}

/** A node of an inlined flow. `frame` is the id of the node that called it; absent in the outermost flow. */
export interface ComposedNode extends FlowNode {
  readonly frame?: string;
}

/** A document without open calls. Compiles as any other. */
export interface ComposedFlow extends FlowDocument {
  readonly nodes: ComposedNode[];
  /** Absent when nothing was inlined. */
  readonly frames?: Readonly<Record<string, Frame>>;
}

/** Between the id of a caller and the id of a node of the flow it calls. Names are never read from ids: `frame` says where a node belongs. */
export const CALL_SEPARATOR = '__';

/** The calls of a document; none when nothing was inlined. */
export function framesOf(document: FlowDocument): Readonly<Record<string, Frame>> {
  return parseComposed(document).frames ?? {};
}

/** The call that a node belongs to. */
export function frameOf(node: FlowNode): string | undefined {
  return parseNode(node).frame;
}

/** The call of every node that belongs to one. */
export function framesByNode(document: FlowDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of document.nodes) {
    const frame = frameOf(node);
    if (frame !== undefined) found.set(node.id, frame);
  }
  return found;
}

/** Only `composeFlow` writes frames; any other document has none. */
function parseComposed(document: FlowDocument): Partial<Pick<ComposedFlow, 'frames'>> {
  return document as Partial<Pick<ComposedFlow, 'frames'>>;
}

function parseNode(node: FlowNode): ComposedNode {
  return node;
}
