// Random drawings of the node types that the reference interpreter knows: onwards mostly, back to questions now and then.
import { createFlowDocument, type FlowDocument, type FlowEdge, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { FREE, ownWords, settingsOf, type DrawnWords } from './reference-settings.ts';
import type { Seeded } from './seeded.ts';

/** Questions may be gone back to: the conversation waits there. A slotFill does not always, so few circles never wait. */
const BACK = ['askText', 'askChoice', 'askConfirm', 'askTyped', 'wait', 'waitEvent'];
const ASKS = [...BACK, 'slotFill'];
const CALLS = ['http', 'script', 'knowledgeAnswer', 'availability'];
const STEPS = ['message', 'set', 'condition', 'switch', 'counter', 'split', 'tag', 'loop'];
const INSIDE = [
  ...ASKS,
  ...ASKS,
  ...STEPS,
  ...CALLS,
  'slotFill',
  'set',
  'jump',
  'loop',
  'parallel',
  'parallel',
  'handoff',
];

/** A drawing and the flow it may call. */
export function drawnPair(random: Seeded): { readonly document: FlowDocument; readonly called: FlowDocument } {
  const called = draw(random, 2 + random.below(3), [...INSIDE, 'exit', 'exit']);
  const document = draw(random, 3 + random.below(7), [
    ...INSIDE,
    'end',
    'subflow',
    'subflow',
    'resumeTopic',
    ...Array.from({ length: 5 }, () => 'onKeyword'),
    'catch',
  ]);
  return { document, called };
}

function draw(random: Seeded, count: number, types: readonly string[]): FlowDocument {
  const flow = createFlowDocument('pair');
  const ids = Array.from({ length: count }, (_none, index) => `n${String(index)}`);
  const drawn = ids.map((id): FlowNode => {
    const node = nodeOf(id, random.pick(types), random, { ...FREE, targets: ids });
    return random.chance(0.05) ? { ...node, disabled: true } : node;
  });
  const nodes = [...flow.nodes, ...drawn];
  const isTarget = ({ type }: FlowNode) => NODE_TYPES[type]?.trigger === undefined;
  const back = nodes.filter(({ type, disabled }) => BACK.includes(type) && disabled !== true);
  const lines: Line[] = [];
  nodes.forEach((node, index) => {
    const branches = branchesOf(node);
    for (const port of portsOf(node).filter((id) => !branches.includes(id))) {
      const onwards = nodes.slice(index + 1).filter(isTarget);
      const to =
        random.chance(0.25) && back.length > 0
          ? random.pick(back)
          : onwards[random.chance(0.6) ? 0 : random.below(Math.max(1, onwards.length))];
      if (to === undefined || random.chance(port === 'error' ? 0.5 : 0.06)) continue;
      lines.push([node.id, port, to.id]);
    }
  });
  const branches = drawn.flatMap((node) =>
    branchesOf(node).map((branch, index) =>
      drawBranch(random, node.id, branch, index, types.includes('exit') ? 'exit' : 'end'),
    ),
  );
  lines.push(...branches.flatMap((branch) => branch.lines));
  const variables: FlowDocument['variables'] = [
    { name: 'x', type: 'number', scope: 'session', initial: random.below(3) },
    { name: 't', type: 'text', scope: 'turn' },
    { name: 'c', type: 'text', scope: 'customer' },
  ];
  return {
    ...flow,
    nodes: [...nodes, ...branches.flatMap((branch) => branch.nodes)],
    edges: edgesOf(lines),
    variables,
  };
}

type Line = readonly [node: string, port: string, to: string];

/**
 * One branch of a parallel: a few nodes, onwards only. What branches do in the turn that begins them must not depend on who comes first:
 * each has a variable of its own until a call has to be waited for, and nothing fails before.
 */
function drawBranch(
  random: Seeded,
  owner: string,
  branch: string,
  index: number,
  last: string,
): { readonly nodes: readonly FlowNode[]; readonly lines: readonly Line[] } {
  const own = ownWords(['x', 'y', 'part'][index] ?? 'x');
  const waits = random.chance(0.7);
  const nodes = Array.from({ length: 1 + random.below(3) }, (_none, at): FlowNode => {
    const type = random.pick(at === 0 && waits ? CALLS : waits ? [...STEPS, ...CALLS, last] : [...STEPS, ...CALLS]);
    return nodeOf(`${owner}${branch}${String(at)}`, type, random, at === 0 || !waits ? own : FREE);
  });
  const lines: Line[] = random.chance(0.92) && nodes[0] !== undefined ? [[owner, branch, nodes[0].id]] : [];
  nodes.forEach((node, at) => {
    const onwards = nodes.slice(at + 1);
    for (const port of portsOf(node))
      if (onwards.length > 0 && random.chance(0.8)) lines.push([node.id, port, random.pick(onwards).id]);
  });
  return { nodes, lines };
}

function nodeOf(id: string, type: string, random: Seeded, words: DrawnWords): FlowNode {
  const declared = NODE_TYPES[type];
  const config = { ...declared?.defaults, ...settingsOf(type, random, words) };
  return { id, type, version: declared?.version ?? 1, name: '', position: { x: 0, y: 0 }, config };
}

function portsOf({ type, config }: FlowNode): readonly string[] {
  return (NODE_TYPES[type]?.ports(config) ?? []).map(({ id }) => id);
}

function branchesOf({ type, config }: FlowNode): readonly string[] {
  return type === 'parallel' ? (config['branches'] as readonly { readonly id: string }[]).map(({ id }) => id) : [];
}

function edgesOf(lines: readonly Line[]): FlowEdge[] {
  return lines.map(([node, port, to], index) => ({ id: `e${String(index)}`, from: { node, port }, to: { node: to } }));
}
