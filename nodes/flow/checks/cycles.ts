// Circles that never wait: at run time they would spin until the guard stops them, so they are refused here.
import type { StateJson } from '#nodes/kit/machine.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { configFrom } from '../compile.ts';
import { problem } from '../problem.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

/** Finds circles made only of nodes that neither wait for the customer nor for an effect or a time. */
export function checkCycles(flow: CheckedFlow): readonly FlowProblem[] {
  const { document, sound, types } = flow;
  const trusted = document.nodes.every(({ id }) => sound.has(id))
    ? document
    : { ...document, nodes: document.nodes.filter((node) => sound.has(node.id)) };
  const { states } = configFrom(trusted, types);
  const instant = new Map<string, readonly string[]>();
  for (const [id, state] of allStates(states))
    if (!id.startsWith('_')) {
      instant.set(id, instantTargets(state));
      // A call goes on where it is returned to, and only the called flow leads there.
      const returned = state.states?.['returned'];
      if (returned?.id !== undefined) instant.set(returned.id, instantTargets(returned));
    }
  return circlesOf(instant).map((circle) => {
    const visited = [...new Set(circle.map((id) => id.replace(/:returned$/u, '')))];
    const names = visited.map((id) => {
      const node = flow.nodes.get(id);
      return node === undefined ? { 'zh-CN': id, en: id } : nameOf(node, types);
    });
    return problem('CYCLE_WITHOUT_WAIT', 'error', visited[0] ?? null, {
      message: {
        'zh-CN': `${names.map((name) => `「${name['zh-CN']}」`).join(' → ')} 形成了不等待的循环。`,
        en: `${names.map((name) => `"${name.en}"`).join(' -> ')} go round without ever waiting.`,
      },
      fix: { 'zh-CN': '在循环里加一个提问或等待。', en: 'Put a question or a wait into the circle.' },
    });
  });
}

/** The states of nodes, also of those inside the branches of a parallel. */
function allStates(states: Readonly<Record<string, StateJson>>): readonly (readonly [string, StateJson])[] {
  return Object.entries(states).flatMap(([id, state]) => {
    if (state.type !== 'parallel') return [[id, state] as const];
    const branches = Object.values(state.states ?? {});
    const own = new Set(['begin', 'done']);
    const inside = branches.map(({ states: nodes = {} }) =>
      Object.fromEntries(Object.entries(nodes).filter(([name, node]) => !own.has(name) || node.id === name)),
    );
    return [[id, state] as const, ...inside.flatMap((nodes) => allStates(nodes))];
  });
}

/** Nodes that can be reached from the entry of a state without anything happening in between. */
function instantTargets(state: StateJson): readonly string[] {
  const found: string[] = [];
  const follow = (at: StateJson, depth: number): void => {
    for (const { target } of at.always ?? []) {
      if (target === undefined || depth > 20) continue;
      // The rounds of a loop are bounded.
      if (target.endsWith(':next')) continue;
      if (target.startsWith('#')) found.push(target.slice(1));
      else {
        const inner = state.states?.[target];
        if (inner !== undefined) follow(inner, depth + 1);
      }
    }
  };
  follow(state, 0);
  const initial = state.initial === undefined ? undefined : state.states?.[state.initial];
  if (initial !== undefined) follow(initial, 0);
  return found;
}

/** One circle for each strongly connected part (Tarjan, without recursion: a flow may be thousands of nodes long). */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const circles: string[][] = [];
  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const work: { readonly id: string; next: number }[] = [{ id: root, next: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1];
      if (frame === undefined) break;
      const { id } = frame;
      if (frame.next === 0 && !index.has(id)) {
        index.set(id, index.size);
        low.set(id, index.get(id) ?? 0);
        stack.push(id);
        onStack.add(id);
      }
      const child = graph.get(id)?.[frame.next];
      if (child !== undefined) {
        frame.next += 1;
        if (!graph.has(child)) continue;
        if (!index.has(child)) work.push({ id: child, next: 0 });
        else if (onStack.has(child)) low.set(id, Math.min(low.get(id) ?? 0, index.get(child) ?? 0));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) low.set(parent.id, Math.min(low.get(parent.id) ?? 0, low.get(id) ?? 0));
      if (low.get(id) === index.get(id)) {
        const part: string[] = [];
        for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
          onStack.delete(member);
          part.unshift(member);
          if (member === id) break;
        }
        if (part.length > 1 || (graph.get(id) ?? []).includes(id)) circles.push(part);
      }
    }
  }
  return circles;
}
