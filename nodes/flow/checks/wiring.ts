// Lines and ways out: one start, no dangling or doubled lines, nothing required left open, nothing out of reach.
import { localize } from '#nodes/kit/localized.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { FlowDocument, FlowEdge } from '../document.ts';
import { problem } from '../problem.ts';
import { structureOf } from '../structure.ts';
import { connectTo, disconnectLine, endHere, removeNode } from './mends.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

/** Checks the lines of the drawing. */
export function checkWiring(flow: CheckedFlow): readonly FlowProblem[] {
  return [
    ...checkStart(flow),
    ...checkEdges(flow),
    ...checkOpenPorts(flow),
    ...checkFallbacks(flow),
    ...checkReach(flow),
  ];
}

function checkStart({ document }: CheckedFlow): readonly FlowProblem[] {
  const starts = document.nodes.filter((node) => node.type === 'start' && node.disabled !== true);
  if (starts.length === 1) return [];
  if (starts.length === 0) {
    return [
      problem('START_MISSING', 'error', null, {
        message: {
          'zh-CN': '没有「开始」节点，新会话无处可去。',
          en: 'There is no Start: new conversations have nowhere to go.',
        },
        fix: { 'zh-CN': '添加一个「开始」节点。', en: 'Add a Start node.' },
      }),
    ];
  }
  return starts.slice(1).map((node) =>
    problem('START_TWICE', 'error', node.id, {
      message: { 'zh-CN': '只能有一个「开始」节点。', en: 'There can be only one Start.' },
      fix: { 'zh-CN': '删除多余的「开始」节点。', en: 'Delete this one.' },
      mends: [removeNode(node.id)],
    }),
  );
}

function checkEdges({ document, nodes, sound, types }: CheckedFlow): readonly FlowProblem[] {
  const problems: FlowProblem[] = [];
  const taken = new Set<string>();
  for (const edge of document.edges) {
    const from = nodes.get(edge.from.node);
    const to = nodes.get(edge.to.node);
    if (from === undefined || to === undefined) {
      problems.push(
        problem('EDGE_DANGLING', 'error', from === undefined ? null : from.id, {
          message: { 'zh-CN': '有一条连线的一端没有节点。', en: 'A connection ends at a node that does not exist.' },
          fix: { 'zh-CN': '删除这条连线，或重新连接。', en: 'Delete the connection or draw it again.' },
          edge: edge.id,
          mends: [disconnectLine(edge.id)],
        }),
      );
      continue;
    }
    const source = sound.get(from.id);
    const ports = source?.type.ports(from.config);
    if (ports !== undefined && !ports.some((port) => port.id === edge.from.port)) {
      problems.push(
        problem('PORT_UNKNOWN', 'error', from.id, {
          message: {
            'zh-CN': `「${nameOf(from, types)['zh-CN']}」没有名为「${edge.from.port}」的出口。`,
            en: `"${nameOf(from, types).en}" has no way out called "${edge.from.port}".`,
          },
          fix: {
            'zh-CN': '删除这条连线，从现有出口重新连接。',
            en: 'Delete the connection and draw it from an existing way out.',
          },
          edge: edge.id,
          mends: [disconnectLine(edge.id)],
        }),
      );
    }
    const target = sound.get(to.id);
    // What is wrong with a link, its own check says.
    if (
      target !== undefined &&
      to.type !== 'link' &&
      (target.type.compile === undefined || target.type.trigger !== undefined)
    ) {
      problems.push(
        problem('TARGET_INVALID', 'error', from.id, {
          message: {
            'zh-CN': `不能连到「${nameOf(to, types)['zh-CN']}」：它没有入口。`,
            en: `"${nameOf(to, types).en}" cannot be connected to: it has no way in.`,
          },
          fix: { 'zh-CN': '连到它后面的节点。', en: 'Connect to the node after it.' },
          edge: edge.id,
          mends: [disconnectLine(edge.id)],
        }),
      );
    }
    const key = `${from.id} ${edge.from.port}`;
    if (taken.has(key)) {
      problems.push(
        problem('PORT_TWICE', 'error', from.id, {
          message: { 'zh-CN': '同一个出口连了两条线。', en: 'One way out has two connections.' },
          fix: { 'zh-CN': '只保留一条；要分支请用「条件判断」。', en: 'Keep one; use a Condition to branch.' },
          edge: edge.id,
          mends: [disconnectLine(edge.id)],
        }),
      );
    }
    taken.add(key);
  }
  return problems;
}

function checkOpenPorts({ document, sound, types }: CheckedFlow): readonly FlowProblem[] {
  const structure = structureOf(document, types, (id) => sound.has(id));
  /** An open end of a flow that is made to be called returns to its caller. */
  const isCallable = document.nodes.some(({ type, disabled }) => type === 'exit' && disabled !== true);
  const wired = new Set(document.edges.map((edge) => `${edge.from.node} ${edge.from.port}`));
  const beside = besideThePerson(document, types);
  const led = new Set(document.edges.map(({ to }) => to.node));
  // What nothing leads to is the likeliest place to go on.
  const loose = [...sound.values()].find(
    ({ node, type }) => type.compile !== undefined && type.trigger === undefined && !led.has(node.id),
  )?.node;
  const problems: FlowProblem[] = [];
  for (const { node, type } of sound.values()) {
    if (node.disabled === true || type.compile === undefined) continue;
    // An open end in a loop is its next round, in a branch it is the end of the branch.
    if (structure.around(node.id).length > 0) continue;
    const name = nameOf(node, types);
    const open = type
      .ports(node.config)
      .filter((port) => port.required === true && !wired.has(`${node.id} ${port.id}`))
      .filter((port) => !(port.role === 'main' && !type.waits && beside.has(node.id)));
    for (const port of open) {
      const dead =
        port.role === 'main' && type.ports(node.config).filter((other) => other.role === 'main').length === 1;
      const label = { 'zh-CN': localize(port.label, 'zh-CN'), en: localize(port.label, 'en') };
      problems.push(
        problem(dead ? 'DEAD_END' : 'PORT_OPEN', isCallable ? 'warning' : 'error', node.id, {
          message: dead
            ? {
                'zh-CN': `「${name['zh-CN']}」没有下一步，客户会停在这里。`,
                en: `"${name.en}" leads nowhere. Customers will be stuck here.`,
              }
            : {
                'zh-CN': `「${name['zh-CN']}」的出口「${label['zh-CN']}」没有连接：那时怎么办？`,
                en: `"${name.en}": "${label.en}" is not connected. What happens then?`,
              },
          fix: { 'zh-CN': '连到下一个节点，或连到「结束会话」。', en: 'Connect it to the next node, or to an End.' },
          field: `port:${port.id}`,
          mends: [
            ...(loose === undefined || loose.id === node.id
              ? []
              : [connectTo(node.id, port.id, loose.id, nameOf(loose, types))]),
            endHere(node.id, port.id),
          ],
        }),
      );
    }
  }
  return problems;
}

/** A node that branches, and where "none of these" leads nowhere. */
function checkFallbacks({ document, sound, types }: CheckedFlow): readonly FlowProblem[] {
  const wired = new Set(document.edges.map((edge) => `${edge.from.node} ${edge.from.port}`));
  return [...sound.values()].flatMap(({ node, type }) => {
    const ports = type.ports(node.config);
    const rest = ports.find(({ id, required }) => FALLBACKS.has(id) && required !== true);
    const branches = ports.some(({ id }) => id !== rest?.id && wired.has(`${node.id} ${id}`));
    if (node.disabled === true || rest === undefined || !branches || wired.has(`${node.id} ${rest.id}`)) return [];
    const name = nameOf(node, types);
    const label = { 'zh-CN': localize(rest.label, 'zh-CN'), en: localize(rest.label, 'en') };
    return [
      problem('NO_FALLBACK', 'warning', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」的兜底出口「${label['zh-CN']}」没有连接。`,
          en: `"${name.en}" has nowhere to go for "${label.en}".`,
        },
        fix: { 'zh-CN': '给其他情况也安排一条路。', en: 'Draw a way for everything else, too.' },
        field: `port:${rest.id}`,
        mends: [endHere(node.id, rest.id)],
      }),
    ];
  });
}

/** Ways out for what fits none of the others. */
const FALLBACKS: ReadonlySet<string> = new Set(['default', 'else', 'outOfScope', 'unclear', 'none', 'fallback']);

/** Nodes that only the `accepted` branch of a handoff leads to: when it has run out, the person goes on, so it may end anywhere. */
function besideThePerson(document: FlowDocument, types: CheckedFlow['types']): ReadonlySet<string> {
  const handoffs = new Set(document.nodes.filter(({ type }) => type === 'handoff').map(({ id }) => id));
  const isSide = ({ from }: FlowEdge) => handoffs.has(from.node) && from.port === 'accepted';
  const next = new Map<string, string[]>();
  for (const edge of document.edges) {
    if (!isSide(edge)) next.set(edge.from.node, [...(next.get(edge.from.node) ?? []), edge.to.node]);
  }
  const from = (starts: readonly string[]) => {
    const reached = new Set<string>();
    const queue = [...starts];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      queue.push(...(next.get(id) ?? []));
    }
    return reached;
  };
  const side = from(document.edges.filter(isSide).map(({ to }) => to.node));
  if (side.size === 0) return side;
  const main = from(
    document.nodes.filter(({ id, type }) => handoffs.has(id) || types[type]?.trigger !== undefined).map(({ id }) => id),
  );
  return new Set([...side].filter((id) => !main.has(id)));
}

function checkReach({ document, sound, types }: CheckedFlow): readonly FlowProblem[] {
  const next = new Map<string, string[]>();
  for (const edge of document.edges) next.set(edge.from.node, [...(next.get(edge.from.node) ?? []), edge.to.node]);
  const reached = new Set<string>();
  const queue = document.nodes.filter((node) => types[node.type]?.trigger !== undefined).map((node) => node.id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...(next.get(id) ?? []));
    const node = sound.get(id)?.node;
    if (node?.type === 'jump' && typeof node.config['target'] === 'string') queue.push(node.config['target']);
  }
  const problems: FlowProblem[] = [];
  for (const { node, type } of sound.values()) {
    // A handoff is always in reach: the customer can ask for a person.
    if (type.compile === undefined || reached.has(node.id) || node.disabled === true || node.type === 'handoff')
      continue;
    const name = nameOf(node, types);
    problems.push(
      problem('NODE_UNREACHABLE', 'warning', node.id, {
        message: { 'zh-CN': `没有任何路径通向「${name['zh-CN']}」。`, en: `Nothing leads to "${name.en}".` },
        fix: { 'zh-CN': '把它连进流程，或删除它。', en: 'Connect it to the flow, or delete it.' },
        mends: [removeNode(node.id)],
      }),
    );
  }
  return problems;
}
