// Which node of a new version takes the place of which node of an old one: found by id, by name, by content; the operator has the last word.
import type { FlowDocument, FlowNode } from './document.ts';

/** How a target was found. `none`: the node has no successor. */
export type MapReason = 'id' | 'name' | 'content' | 'operator' | 'none';

/** One line of the map. */
export interface NodeMapping {
  readonly from: string;
  readonly to: string | null;
  readonly how: MapReason;
}

/** Targets by old node id; null: none. */
export type NodeTargets = ReadonlyMap<string, string | null>;

/**
 * The map from one version to another, in the order of the old document. `chosen` overrides what was found.
 * A node of another type never succeeds by itself; one target may succeed several nodes only when the operator says so.
 */
export function mapNodes(
  before: FlowDocument,
  after: FlowDocument,
  chosen: Readonly<Record<string, string | null>> = {},
): readonly NodeMapping[] {
  const next = new Map(after.nodes.map((node) => [node.id, node]));
  const found = new Map<string, NodeMapping>();
  const taken = new Set<string>();
  const take = (from: string, to: string, how: MapReason): void => {
    found.set(from, { from, to, how });
    taken.add(to);
  };
  for (const node of before.nodes) {
    if (!Object.hasOwn(chosen, node.id)) continue;
    const to = chosen[node.id] ?? null;
    if (to !== null && next.has(to)) take(node.id, to, 'operator');
    else found.set(node.id, { from: node.id, to: null, how: to === null ? 'operator' : 'none' });
  }
  for (const node of before.nodes) {
    if (!found.has(node.id) && !taken.has(node.id) && next.get(node.id)?.type === node.type)
      take(node.id, node.id, 'id');
  }
  const pair = (how: 'name' | 'content', keyOf: (node: FlowNode) => string | undefined): void => {
    const olds = grouped(
      before.nodes.filter(({ id }) => !found.has(id)),
      keyOf,
    );
    const news = grouped(
      after.nodes.filter(({ id }) => !taken.has(id)),
      keyOf,
    );
    for (const [key, [only, ...others]] of olds) {
      const [target, ...rivals] = news.get(key) ?? [];
      // Two of the same name: a guess would be a coin toss.
      if (only !== undefined && target !== undefined && others.length === 0 && rivals.length === 0)
        take(only.id, target.id, how);
    }
  };
  pair('name', (node) => (node.name.trim() === '' ? undefined : `${node.type} ${node.name.trim()}`));
  pair('content', (node) => `${node.type} ${JSON.stringify(node.config)}`);
  return before.nodes.map(({ id }) => found.get(id) ?? { from: id, to: null, how: 'none' });
}

/** The map as `migrateSession` takes it. */
export function targetsOf(map: readonly NodeMapping[]): NodeTargets {
  return new Map(map.map(({ from, to }) => [from, to]));
}

function grouped(
  nodes: readonly FlowNode[],
  keyOf: (node: FlowNode) => string | undefined,
): ReadonlyMap<string, readonly FlowNode[]> {
  const groups = new Map<string, FlowNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return groups;
}
