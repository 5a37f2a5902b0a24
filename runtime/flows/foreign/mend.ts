// The last look at an imported drawing: what would stop a publish is replaced by something that does not, and told.
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { Unmatched } from './foreign-flow.ts';

/** Each round mends at least one node; a drawing that needs more is given back as it is. */
const MAX_ROUNDS = 12;

/** The document without errors, as far as that can be done, and what was replaced. */
export function mended(document: FlowDocument): {
  readonly document: FlowDocument;
  readonly unmatched: readonly Unmatched[];
} {
  const unmatched: Unmatched[] = [];
  let current = document;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const errors = validateFlow(current).filter(({ severity }) => severity === 'error');
    if (errors.length === 0) break;
    const done = new Set<string>();
    for (const { code, node: id, message } of errors) {
      const node = current.nodes.find((one) => one.id === id);
      if (node === undefined || done.has(node.id) || node.type === 'start') continue;
      done.add(node.id);
      const where = node.name === '' ? node.id : node.name;
      if (code === 'CYCLE_WITHOUT_WAIT') {
        current = withPause(current, node);
        unmatched.push({
          kind: node.type,
          where,
          node: node.id,
          standIn: {
            'zh-CN': '这里原来是一个不停顿的循环，已在循环里加了一秒等待。',
            en: 'This went round without ever waiting; a pause of one second stands in the circle.',
          },
        });
      } else {
        current = withEmptyStep(current, node);
        unmatched.push({
          kind: node.type,
          where,
          node: node.id,
          standIn: {
            'zh-CN': `未能原样带过来（${message['zh-CN']}），这里先放了一个空步骤。`,
            en: `It could not be carried over as it was (${message.en}); an empty step stands here.`,
          },
        });
      }
    }
    if (done.size === 0) break;
  }
  return { document: current, unmatched };
}

/** A step that does nothing and goes the way of the first line. */
function withEmptyStep(document: FlowDocument, node: FlowNode): FlowDocument {
  const type = NODE_TYPES['set'];
  const empty: FlowNode = { ...node, type: 'set', version: type?.version ?? 1, config: { assignments: [] } };
  const [first, ...others] = document.edges.filter(({ from }) => from.node === node.id);
  const dropped = new Set(others.map(({ id }) => id));
  return {
    ...document,
    nodes: document.nodes.map((one) => (one.id === node.id ? empty : one)),
    edges: document.edges
      .filter(({ id }) => !dropped.has(id))
      .map((edge) => (edge.id === first?.id ? { ...edge, from: { node: node.id, port: 'next' } } : edge)),
  };
}

/** Lines that come back to the node lead through a pause. */
function withPause(document: FlowDocument, node: FlowNode): FlowDocument {
  const behind = reachedFrom(document, node.id);
  const type = NODE_TYPES['wait'];
  const id = `pause-${node.id}`.slice(0, 64);
  const pause: FlowNode = {
    id,
    type: 'wait',
    version: type?.version ?? 1,
    name: '',
    position: { x: node.position.x - 160, y: node.position.y + 120 },
    config: { ...type?.defaults, mode: 'duration', durationMs: 1000, cancelOnMessage: false },
  };
  const edges = document.edges.map((edge) =>
    edge.to.node === node.id && behind.has(edge.from.node) ? { ...edge, to: { node: id } } : edge,
  );
  return {
    ...document,
    nodes: [...document.nodes, pause],
    edges: [...edges, { id: `e-${id}`.slice(0, 64), from: { node: id, port: 'due' }, to: { node: node.id } }],
  };
}

function reachedFrom({ edges }: FlowDocument, start: string): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from.node, [...(next.get(from.node) ?? []), to.node]);
  const reached = new Set<string>();
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...(next.get(id) ?? []));
  }
  return reached;
}
