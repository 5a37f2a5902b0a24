// Branches at once in the reference interpreter: one after the other each goes on until it has to wait; then those that are done are counted.
import type { FlowNode } from '#nodes/flow/document.ts';
import type { Play, Player } from './reference-player.ts';

/** Begins every branch. */
export const playParallel: Play = (player, id, config) => {
  const { memory } = player;
  memory.stand(id, '');
  memory.now.forked = true;
  memory.now.branches = { node: id, places: {} };
  const limit = Number(config['timeoutMs']);
  if (limit > 0) memory.now.timers.push({ node: id, port: 'timeout', due: memory.now.time + limit });
  for (const branch of branchesOf(config)) {
    // One of them may have ended the conversation.
    if (!memory.isForked(id)) return;
    player.leave(id, branch);
  }
  joinBranches(player);
};

/** Goes on behind the parallel once enough of its branches are done; the others are given up. */
export function joinBranches(player: Player): void {
  const { memory, flow } = player;
  const { branches } = memory.now;
  if (branches === undefined) return;
  const { config } = flow.node(branches.node) as FlowNode;
  const all = branchesOf(config).length;
  const need = { all, any: 1, some: Math.min(Number(config['count']), all) }[config['join'] as 'all' | 'any' | 'some'];
  if (Object.values(branches.places).filter(({ node }) => node === 'done').length < need) return;
  memory.abandon();
  player.leave(branches.node, 'joined');
}

function branchesOf(config: FlowNode['config']): readonly string[] {
  return (config['branches'] as readonly { readonly id: string }[]).map(({ id }) => id);
}
