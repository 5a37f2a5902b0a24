// Which nodes and ways out of a flow its dialogues came through.
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';

/** Counts, and what nothing came through, as node ids and `node.port`. */
export interface Coverage {
  readonly nodes: CoverageCount;
  readonly ports: CoverageCount;
}

/** One kind of place. */
export interface CoverageCount {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly string[];
}

/** The path of a conversation. */
export type Trace = readonly { readonly node: string; readonly port?: string }[];

/** The coverage of all these paths together. Nodes that only the canvas shows, or that are switched off, do not count. */
export function coverageOf(document: FlowDocument, traces: readonly Trace[]): Coverage {
  const seen = placesIn(traces.flat());
  const { nodes, ports } = placesOf(document);
  return { nodes: count(nodes, seen), ports: count(ports, seen) };
}

/** Everything that can be covered: node ids, and wired ways out as `node.port`. */
export function placesOf(document: FlowDocument): {
  readonly nodes: readonly string[];
  readonly ports: readonly string[];
} {
  const types = typesOf(document);
  const played = document.nodes.filter((node) => node.disabled !== true && types[node.type]?.compile !== undefined);
  const wired = new Set(document.edges.map(({ from }) => `${from.node}.${from.port}`));
  return {
    nodes: played.map(({ id }) => id),
    ports: played.flatMap((node) => portsOf(node, types[node.type])).filter((port) => wired.has(port)),
  };
}

/** The places a path came through. */
export function placesIn(trace: Trace): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { node, port } of trace) places.add(port === undefined ? node : `${node}.${port}`);
  return places;
}

function portsOf(node: FlowNode, type: NodeType | undefined): readonly string[] {
  return (type?.ports(parseConfig(node.config)) ?? []).map(({ id }) => `${node.id}.${id}`);
}

function count(all: readonly string[], seen: ReadonlySet<string>): CoverageCount {
  const missing = all.filter((place) => !seen.has(place));
  return { covered: all.length - missing.length, total: all.length, missing };
}

/** Node types read their own config. */
function parseConfig(config: FlowNode['config']): never {
  return config as never;
}
