// What a session remembers by node, carried over to the nodes that take their places.
import type { FlowContext, Topics } from './context.ts';
import type { NodeTargets } from './node-map.ts';

/** The successor of a node; built-in states are in every flow. Null: none. */
export function targetOf(node: string, targets: NodeTargets): string | null {
  return node.startsWith('_') ? node : (targets.get(node) ?? null);
}

/**
 * The memory of a session under the names of the new version. What belongs to a node without a successor is forgotten with it.
 * Of two counts that meet in one node the greater stays; of two memories, the later one.
 */
export function memoryOf(
  context: FlowContext,
  targets: NodeTargets,
): Pick<FlowContext, 'visits' | 'tries'> & Partial<FlowContext> {
  const { visits, tries, topics, catching, jumps, frames, loops, turns, tallies, joins } = context;
  const catcher = catching === undefined ? null : targetOf(catching, targets);
  const carried = topics === undefined ? undefined : topicsOf(topics, targets);
  return {
    visits: countsOf(visits, targets),
    tries: countsOf(tries, targets),
    ...(carried === undefined ? {} : { topics: carried }),
    ...(catcher === null ? {} : { catching: catcher }),
    ...(jumps === undefined ? {} : { jumps: byTarget(jumps, targets) }),
    ...(frames === undefined ? {} : { frames: byTarget(frames, targets) }),
    ...(loops === undefined ? {} : { loops: byTarget(loops, targets) }),
    ...(turns === undefined ? {} : { turns: byTarget(turns, targets) }),
    ...(tallies === undefined ? {} : { tallies: byTarget(tallies, targets) }),
    ...(joins === undefined ? {} : { joins: byTarget(joins, targets) }),
  };
}

/** The context without what `memoryOf` says anew. */
export function withoutMemory(context: FlowContext): Omit<FlowContext, 'visits' | 'tries'> {
  const { visits, tries, topics, catching, jumps, frames, loops, turns, tallies, joins, ...rest } = context;
  return rest;
}

function countsOf(counts: Readonly<Record<string, number>>, targets: NodeTargets): Readonly<Record<string, number>> {
  const mapped = new Map<string, number>();
  for (const [node, count] of Object.entries(counts)) {
    const target = targetOf(node, targets);
    if (target !== null) mapped.set(target, Math.max(mapped.get(target) ?? 0, count));
  }
  return Object.fromEntries(mapped);
}

/** The outermost flow goes by no name. */
function byTarget<V>(memory: Readonly<Record<string, V>>, targets: NodeTargets): Readonly<Record<string, V>> {
  return Object.fromEntries(
    Object.entries(memory).flatMap(([node, value]) => {
      const target = node === '' ? '' : targetOf(node, targets);
      return target === null ? [] : [[target, value] as const];
    }),
  );
}

/** A question without a successor is not asked again; one whose topic is gone is not asked about. */
function topicsOf({ parked, resumed, pending, held = [], ...rest }: Topics, targets: NodeTargets): Topics | undefined {
  const open = parked.flatMap((topic) => {
    const node = targetOf(topic.node, targets);
    return node === null ? [] : [{ ...topic, node }];
  });
  const asked = resumed === undefined ? null : targetOf(resumed.node, targets);
  const left = pending === undefined ? null : targetOf(pending.node, targets);
  const trigger = pending === undefined ? null : targetOf(pending.trigger, targets);
  const waiting = held.flatMap((topic) => {
    const to = targetOf(topic.trigger, targets);
    return to === null ? [] : [{ ...topic, trigger: to }];
  });
  const carried: Topics = {
    ...rest,
    ...(waiting.length === 0 ? {} : { held: waiting }),
    parked: open,
    ...(resumed === undefined || asked === null ? {} : { resumed: { ...resumed, node: asked } }),
    ...(pending === undefined || left === null || trigger === null
      ? {}
      : { pending: { ...pending, node: left, trigger } }),
  };
  const isEmptied = parked.length + held.length > 0 && open.length + waiting.length === 0;
  return isEmptied && carried.resumed === undefined && carried.pending === undefined ? undefined : carried;
}
