// Branches of a parallel: nothing in them waits for the customer, and no line leaves them.
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problem } from '../problem.ts';
import { structureOf, type Part } from '../structure.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

/** Ends of their own, wherever they stand. */
const MAY_LEAVE: ReadonlySet<string> = new Set(['end', 'exit']);

/** Checks the branches of every parallel. */
export function checkParallels(flow: CheckedFlow): readonly FlowProblem[] {
  const { document, sound, types } = flow;
  if (!document.nodes.some(({ type }) => type === 'parallel')) return [];
  const structure = structureOf(document, types, (id) => sound.has(id));
  const branchOf = (id: string): Part | undefined => structure.around(id).find(({ kind }) => kind === 'branch');
  const problems: FlowProblem[] = [];
  for (const { node, type } of sound.values()) {
    if (node.disabled === true || branchOf(node.id) === undefined) continue;
    if (!type.waits && node.type !== 'handoff') continue;
    const name = nameOf(node, types);
    problems.push(
      problem('PARALLEL_WAITS', 'error', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」在并行的分支里，不能等待：客户一次只能回答一个问题。`,
          en: `"${name.en}" stands in a branch of a Parallel and cannot wait there: a customer answers one question at a time.`,
        },
        fix: { 'zh-CN': '把它移到「汇合」之后，或并行之前。', en: 'Move it behind the join, or before the Parallel.' },
      }),
    );
  }
  for (const edge of document.edges) {
    const from = branchOf(edge.from.node);
    const to = sound.get(edge.to.node)?.node;
    // The first line of a branch begins at the parallel itself.
    const begins = structure.parts.find(
      ({ kind, owner, port }) => kind === 'branch' && owner === edge.from.node && port === edge.from.port,
    );
    const inside = begins ?? from;
    if (inside === undefined || to === undefined || MAY_LEAVE.has(to.type)) continue;
    if (branchOf(to.id) === inside) continue;
    const name = nameOf(to, types);
    problems.push(
      problem('PARALLEL_LEFT', 'error', edge.from.node, {
        message: {
          'zh-CN': `一条连线从并行的分支里通到外面的「${name['zh-CN']}」。`,
          en: `A connection leads out of a branch of a Parallel, to "${name.en}".`,
        },
        fix: {
          'zh-CN': '让分支的末端空着，从「汇合」连到那个节点。',
          en: 'Leave the end of the branch open, and connect Joined to that node.',
        },
        edge: edge.id,
      }),
    );
  }
  return problems;
}
