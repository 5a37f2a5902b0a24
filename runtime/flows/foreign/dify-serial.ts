// Branches that Dify runs side by side, one after the other: their results are the same, and a customer sees one conversation.
import type { DifyEdge } from './dify-file.ts';

/** The lines with side-by-side branches in a row, and the nodes whose further branches could not be put into one. */
export function serialEdges(edges: readonly DifyEdge[]): {
  readonly edges: readonly DifyEdge[];
  readonly dropped: readonly string[];
} {
  let current = edges;
  const dropped: string[] = [];
  const handled = new Set<string>();
  for (let round = 0; round < 200; round += 1) {
    const fork = forksIn(current).find(([key]) => !handled.has(key));
    if (fork === undefined) break;
    const [key, branches] = fork;
    handled.add(key);
    const chains = branches.map(({ to }) => chainFrom(to, current));
    const join = chains[0]?.join;
    if (chains.some((chain) => chain.join !== join || chain.last === undefined)) {
      dropped.push(branches[0]?.from ?? '');
      continue;
    }
    const rest = new Set(branches.slice(1));
    const replaced = current
      .filter((edge) => !rest.has(edge))
      .map((edge) => {
        const at = chains.findIndex(({ last }) => last === edge.from);
        const next = branches[at + 1];
        return at === -1 || next === undefined || edge.to !== join ? edge : { ...edge, to: next.to };
      });
    // Without a join the chains end; a line from each end to the next beginning is new.
    const added =
      join === undefined
        ? chains
            .slice(0, -1)
            .map(({ last }, at) => ({ from: last ?? '', handle: 'source', to: branches[at + 1]?.to ?? '' }))
        : [];
    current = [...replaced, ...added];
  }
  return { edges: current, dropped };
}

function forksIn(edges: readonly DifyEdge[]): readonly (readonly [string, readonly DifyEdge[]])[] {
  const ways = new Map<string, DifyEdge[]>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.handle}`;
    ways.set(key, [...(ways.get(key) ?? []), edge]);
  }
  return [...ways].filter(([, found]) => found.length > 1);
}

/** A row of nodes with one way in and one way out, and where it comes together with others. `last` undefined: it is no row. */
function chainFrom(start: string, edges: readonly DifyEdge[]): { last: string | undefined; join: string | undefined } {
  let last: string | undefined;
  for (let at = start, steps = 0; steps < 1000; steps += 1) {
    if (edges.filter(({ to }) => to === at).length > 1) return { last, join: at };
    const out = edges.filter(({ from }) => from === at);
    last = at;
    const [next] = out;
    if (next === undefined) return { last, join: undefined };
    if (out.length > 1) return { last: undefined, join: undefined };
    at = next.to;
  }
  return { last: undefined, join: undefined };
}
