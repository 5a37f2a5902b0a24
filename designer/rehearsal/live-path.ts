// From the trace of the turns to what the canvas lights up: order numbers, times, wires, where the flow rests.
import type { Turn } from './rehearsal-tree.ts';

export interface RehearsedPath {
  readonly nodes: ReadonlyMap<string, { readonly order: number; readonly ms: number }>;
  readonly wires: ReadonlySet<string>;
  readonly current: string | null;
}

/** The path of a run of turns. A node that was visited twice keeps its last number. */
export function pathOf(turns: readonly Turn[]): RehearsedPath {
  const nodes = new Map<string, { order: number; ms: number }>();
  const wires = new Set<string>();
  let order = 0;
  let current: string | null = null;
  for (const { result } of turns) {
    for (const step of result.trace) {
      if (step.port === undefined) {
        order += 1;
        nodes.set(step.node, { order, ms: step.ms });
        current = step.node;
      } else {
        wires.add(`${step.node} ${step.port}`);
        if (current === step.node) current = null;
      }
    }
  }
  const last = turns.at(-1)?.result;
  return { nodes, wires, current: last?.outcome === 'waiting' ? current : null };
}
