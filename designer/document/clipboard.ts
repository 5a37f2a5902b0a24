// Copy and paste between flows and tabs: a versioned, checked JSON text on the system clipboard.
import { Type, type Static } from 'typebox';
import { fits } from '#nodes/kit/check.ts';
import {
  FlowEdgeSchema,
  FlowIntentSchema,
  FlowNodeSchema,
  FlowVariableSchema,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
} from '#nodes/flow/document.ts';
import { boundsOf, boxOf, overlaps } from './card-size.ts';
import { labelFor, type Command } from './command.ts';
import { connectRefusal, isProtected, portsOf, typeOf, type NodeTypes } from './graph.ts';
import type { Point } from './placement.ts';
import { snap } from './placement.ts';

const ClipSchema = Type.Object({
  format: Type.Literal('tandem.clip'),
  formatVersion: Type.Literal(1),
  nodes: Type.Array(FlowNodeSchema, { minItems: 1, maxItems: 2000 }),
  edges: Type.Array(FlowEdgeSchema, { maxItems: 6000 }),
  variables: Type.Array(FlowVariableSchema, { maxItems: 500 }),
  intents: Type.Array(FlowIntentSchema, { maxItems: 2000 }),
});

/** What the clipboard carries. Variables and intents come along because the nodes speak of them. */
export type Clip = Static<typeof ClipSchema>;

/** Something that was not pasted, and why. */
export interface Dropped {
  readonly name: string;
  readonly reason: 'start' | 'unknown' | 'invalid' | 'newer';
}

export interface Paste {
  readonly command: Command;
  readonly ids: readonly string[];
  readonly dropped: readonly Dropped[];
}

/** The clipboard text of some nodes with the wires among them. `null` when nothing of it may be copied. */
export function clipFrom(document: FlowDocument, ids: readonly string[]): string | null {
  const nodes = document.nodes.filter((node) => ids.includes(node.id) && !isProtected(node));
  if (nodes.length === 0) return null;
  const inside = new Set(nodes.map((node) => node.id));
  const text = JSON.stringify(nodes);
  const clip: Clip = {
    format: 'tandem.clip',
    formatVersion: 1,
    nodes,
    edges: document.edges.filter((edge) => inside.has(edge.from.node) && inside.has(edge.to.node)),
    variables: document.variables.filter((variable) => text.includes(variable.name)),
    intents: document.intents.filter((intent) => text.includes(JSON.stringify(intent.id))),
  };
  return JSON.stringify(clip);
}

/** Reads a clipboard text; `null` when it is not one of ours. */
export function parseClip(text: string): Clip | null {
  if (!text.includes('tandem.clip') || text.length > 5_000_000) return null;
  try {
    const value: unknown = JSON.parse(text);
    return fits(ClipSchema, value) ? value : null;
  } catch {
    return null;
  }
}

/** Works out a paste: new ids, wires re-tied, things this flow cannot take left out with a reason. `at`: where its top left corner goes. */
export function planPaste(
  document: FlowDocument,
  types: NodeTypes,
  clip: Clip,
  newId: (prefix: string) => string,
  at?: Point,
): Paste {
  const dropped: Dropped[] = [];
  const kept = clip.nodes.filter((node) => {
    const reason = refusal(types, node);
    if (reason !== null) dropped.push({ name: node.name === '' ? node.type : node.name, reason });
    return reason === null;
  });
  const ids = new Map(kept.map((node) => [node.id, newId('n')]));
  const shift = shiftFor(document, types, kept, at);
  const nodes = kept.map((node) => copyOf(node, ids, shift));
  const edges = clip.edges.flatMap((edge) => copyEdge(edge, ids, newId('e')));
  return {
    ids: nodes.map((node) => node.id),
    dropped,
    command: {
      label: labelFor('paste', kept),
      apply(current) {
        if (nodes.length === 0) return current;
        const grown: FlowDocument = {
          ...current,
          nodes: [...current.nodes, ...nodes],
          variables: [...current.variables, ...missing(current.variables, clip.variables, (one) => one.name)],
          intents: [...current.intents, ...missing(current.intents, clip.intents, (one) => one.id)],
        };
        const legal = edges.filter((edge) => {
          const source = nodes.find((node) => node.id === edge.from.node);
          const known = source !== undefined && portsOf(types, source).some((port) => port.id === edge.from.port);
          return known && connectRefusal(grown, types, edge.from, edge.to.node) === null;
        });
        return { ...grown, edges: [...grown.edges, ...legal] };
      },
    },
  };
}

function refusal(types: NodeTypes, node: FlowNode): Dropped['reason'] | null {
  if (isProtected(node)) return 'start';
  const type = typeOf(types, node);
  if (type === undefined) return 'unknown';
  if (node.version > type.version) return 'newer';
  return node.version === type.version && !fits(type.config, { ...type.defaults, ...node.config }) ? 'invalid' : null;
}

function copyOf(node: FlowNode, ids: ReadonlyMap<string, string>, shift: Point): FlowNode {
  const { parent, ...rest } = node;
  const frame = parent === undefined ? undefined : ids.get(parent);
  return {
    ...rest,
    id: ids.get(node.id) ?? node.id,
    position: { x: node.position.x + shift.x, y: node.position.y + shift.y },
    config: retarget(node.config, ids),
    ...(frame === undefined ? {} : { parent: frame }),
  };
}

/** Node ids inside a config (a jump's target) follow the copies. Only whole strings that were ids count. */
function retarget(config: Record<string, unknown>, ids: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === 'string' ? (ids.get(value) ?? value) : value]),
  );
}

function copyEdge(edge: FlowEdge, ids: ReadonlyMap<string, string>, id: string): FlowEdge[] {
  const from = ids.get(edge.from.node);
  const to = ids.get(edge.to.node);
  return from === undefined || to === undefined
    ? []
    : [{ id, from: { node: from, port: edge.from.port }, to: { node: to } }];
}

function shiftFor(document: FlowDocument, types: NodeTypes, nodes: readonly FlowNode[], at: Point | undefined): Point {
  const bounds = boundsOf(nodes.map((node) => boxOf(types, node)));
  if (bounds === null) return { x: 0, y: 0 };
  const wanted = at ?? { x: bounds.x + 40, y: bounds.y + 40 };
  let corner = snap(wanted);
  const taken = document.nodes.map((node) => boxOf(types, node));
  // Repeated pastes step aside instead of covering each other exactly.
  for (let round = 0; round < 50; round += 1) {
    const place = { ...corner, width: 16, height: 16 };
    if (!taken.some((box) => overlaps(place, { ...box, width: 16, height: 16 }))) break;
    corner = { x: corner.x + 32, y: corner.y + 32 };
  }
  return { x: corner.x - bounds.x, y: corner.y - bounds.y };
}

function missing<T>(present: readonly T[], more: readonly T[], key: (item: T) => string): readonly T[] {
  const known = new Set(present.map(key));
  return more.filter((item) => !known.has(key(item)));
}
