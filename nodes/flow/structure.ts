// What belongs to what: the body of each loop, the branches of each parallel, and where an open end of them leads.
import type { NodeType } from '#nodes/kit/define-node.ts';
import { frameOf } from './composed.ts';
import type { FlowDocument, FlowNode } from './document.ts';

/** Nodes that only one way out of a node leads to. */
export interface Part {
  readonly owner: string;
  readonly port: string;
  readonly kind: 'loop' | 'branch';
  /** Ids of the nodes inside, in the frame of the owner. */
  readonly members: ReadonlySet<string>;
  /** Where an open end leads, as a state id. */
  readonly end: string;
}

/** The parts of a document. */
export interface Structure {
  readonly parts: readonly Part[];
  /** The innermost part that a node stands in; a node of a called flow stands where its caller does. */
  around(node: string): readonly Part[];
  /** Is a line from this node to that loop its next round? */
  isNextRound(from: string, loop: string): boolean;
}

/** The state a loop begins its next round in. */
export function nextRoundOf(loop: string): string {
  return `${loop}:next`;
}

/** The state a branch of a parallel rests in once it is done. */
export function branchEndOf(parallel: string, port: string): string {
  return `${parallel}:${port}`;
}

/** The one that was read last of each document: checks and the machine ask for the same. */
const known = new WeakMap<
  FlowDocument,
  { readonly types: object; readonly owners: string; readonly structure: Structure }
>();

/** Reads the parts: a node belongs to a part when nothing but that way out leads to it. A node with a broken config owns none. */
export function structureOf(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>>,
  isSound: (node: string) => boolean = () => true,
): Structure {
  const owners = document.nodes.filter(
    (node) => isOwner(node) && node.disabled !== true && types[node.type] !== undefined && isSound(node.id),
  );
  const key = owners.map(({ id }) => id).join(' ');
  const found = known.get(document);
  if (found?.types === types && found.owners === key) return found.structure;
  const structure = read(document, types, owners);
  known.set(document, { types, owners: key, structure });
  return structure;
}

function read(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>>,
  owners: readonly FlowNode[],
): Structure {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const parts = owners.length === 0 ? [] : partsOf(document, types, owners);
  const byMember = new Map<string, Part[]>();
  for (const part of parts)
    for (const member of part.members) byMember.set(member, [...(byMember.get(member) ?? []), part]);
  for (const found of byMember.values()) found.sort((a, b) => a.members.size - b.members.size);
  const around = (id: string): readonly Part[] => {
    const frame = nodes.get(id);
    const caller = frame === undefined ? undefined : frameOf(frame);
    const own = byMember.get(id) ?? [];
    return caller === undefined ? own : [...own, ...around(caller)];
  };
  return {
    parts,
    around,
    isNextRound: (from, loop) =>
      nodes.get(loop)?.type === 'loop' &&
      (from === loop || (byMember.get(from) ?? []).some((part) => part.owner === loop && part.kind === 'loop')),
  };
}

function isOwner(node: FlowNode): boolean {
  return node.type === 'loop' || node.type === 'parallel';
}

function partsOf(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>>,
  owners: readonly FlowNode[],
): readonly Part[] {
  const lines = createLines(document);
  const entries = document.nodes
    .filter((node) => types[node.type]?.trigger !== undefined || node.type === 'handoff')
    .map(({ id }) => id);
  return owners.flatMap((owner) =>
    portsOf(owner, types).map(({ port, kind, end }) => {
      const starts = lines.targets(owner.id, port);
      // A way out that nothing is connected to has nothing inside.
      if (starts.length === 0) return { owner: owner.id, port, kind, end, members: new Set<string>() };
      const inside = lines.reach(starts, owner.id, port, true);
      const outside = lines.reach(entries, owner.id, port, false);
      const members = new Set(lines.ids.filter((id, at) => inside[at] === 1 && outside[at] !== 1 && id !== owner.id));
      return { owner: owner.id, port, kind, end, members };
    }),
  );
}

function portsOf(
  owner: FlowNode,
  types: Readonly<Record<string, NodeType>>,
): readonly Pick<Part, 'port' | 'kind' | 'end'>[] {
  if (owner.type === 'loop') return [{ port: 'body', kind: 'loop', end: nextRoundOf(owner.id) }];
  const ports = types[owner.type]?.ports(owner.config) ?? [];
  return ports
    .filter(({ role }) => role === 'branch')
    .map(({ id }) => ({ port: id, kind: 'branch', end: branchEndOf(owner.id, id) }));
}

interface Lines {
  readonly ids: readonly string[];
  targets(node: string, port: string): readonly string[];
  /** 1 for each of `ids` that can be reached without taking one way out of one node, which `stops` says is not passed through at all. */
  reach(starts: readonly string[], without: string, port: string, stops: boolean): Uint8Array;
}

/** The lines of a document, jumps among them, by number: they are followed twice for every part there is. */
function createLines(document: FlowDocument): Lines {
  const ids: string[] = [];
  const numbers = new Map<string, number>();
  const ways: { readonly ports: string[]; readonly to: number[] }[] = [];
  const numberOf = (id: string): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, ids.length);
    ways.push({ ports: [], to: [] });
    return ids.push(id) - 1;
  };
  const add = (from: string, port: string, to: string): void => {
    const way = ways[numberOf(from)];
    way?.ports.push(port);
    way?.to.push(numberOf(to));
  };
  for (const { id } of document.nodes) numberOf(id);
  for (const { from, to } of document.edges) add(from.node, from.port, to.node);
  for (const node of document.nodes)
    if (node.type === 'jump' && typeof node.config['target'] === 'string') add(node.id, '', node.config['target']);
  return {
    ids,
    targets(node, port) {
      const { ports, to } = ways[numberOf(node)] ?? { ports: [], to: [] };
      return to.filter((_to, at) => ports[at] === port).map((at) => ids[at] ?? '');
    },
    reach(starts, without, port, stops) {
      const barred = numberOf(without);
      const queue = starts.map(numberOf);
      const reached = new Uint8Array(ids.length);
      for (const at of queue) reached[at] = 1;
      for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
        if (at === barred && stops) continue;
        const way = ways[at];
        if (way === undefined) continue;
        for (let line = 0; line < way.to.length; line++) {
          const next = way.to[line] as number;
          if (reached[next] === 1 || (at === barred && way.ports[line] === port)) continue;
          reached[next] = 1;
          queue.push(next);
        }
      }
      return reached;
    },
  };
}
