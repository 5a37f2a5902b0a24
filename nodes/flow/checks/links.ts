// Ends of long lines that do not meet: without partner, with two, with nothing behind, or going round in a circle.
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { FlowDocument } from '../document.ts';
import { linkEnds, type LinkEnd } from '../links.ts';
import { problem } from '../problem.ts';
import { disconnectLine, removeNode } from './mends.ts';

/** Checks the links of a drawing as it is drawn. */
export function checkLinks(document: FlowDocument): readonly FlowProblem[] {
  const ends = linkEnds(document).filter(({ name }) => name !== '');
  const arrivals = ends.filter(({ side }) => side === 'in');
  const after = new Map(document.edges.map((edge) => [edge.from.node, edge.to.node]));
  return [
    ...ends.flatMap((end) => alone(end, ends)),
    ...arrivals
      .filter(({ name }, index) => arrivals.findIndex((other) => other.name === name) !== index)
      .map(({ node, name }) =>
        problem('LINK_TWICE', 'error', node.id, {
          message: {
            'zh-CN': `有两个「来 ${name}」：不知道该从哪一个继续。`,
            en: `Two links arrive as "${name}": which one goes on?`,
          },
          fix: { 'zh-CN': '给其中一个改名，或删除它。', en: 'Give one of them another name, or delete it.' },
          mends: [removeNode(node.id)],
        }),
      ),
    ...arrivals
      .filter(({ node }) => !after.has(node.id))
      .map(({ node, name }) =>
        problem('LINK_OPEN', 'error', node.id, {
          message: { 'zh-CN': `「来 ${name}」后面没有连接。`, en: `Nothing comes after the arriving end "${name}".` },
          fix: { 'zh-CN': '把它连到下一个节点。', en: 'Connect it to the next step.' },
          field: 'port:next',
        }),
      ),
    ...circles(ends, after),
    ...intoArrivals(document, arrivals),
  ];
}

function alone({ node, name, side }: LinkEnd, ends: readonly LinkEnd[]): readonly FlowProblem[] {
  if (ends.some((other) => other.name === name && other.side !== side)) return [];
  const leaves = side === 'out';
  return [
    problem('LINK_ALONE', leaves ? 'error' : 'warning', node.id, {
      message: leaves
        ? {
            'zh-CN': `找不到「来 ${name}」：到这里的客户会停住。`,
            en: `No link arrives as "${name}". Customers will be stuck here.`,
          }
        : { 'zh-CN': `没有任何连线去「${name}」。`, en: `No line leaves for "${name}".` },
      fix: leaves
        ? {
            'zh-CN': '添加一个同名的「来」端点，或改正名称。',
            en: 'Add the arriving end of that name, or correct the name.',
          }
        : {
            'zh-CN': '添加一个同名的「去」端点，或删除它。',
            en: 'Add a leaving end of that name, or delete this one.',
          },
      field: '/name',
      mends: leaves ? [] : [removeNode(node.id)],
    }),
  ];
}

/** A circle is named once, at the end that leaves and comes first in the drawing. */
function circles(ends: readonly LinkEnd[], after: ReadonlyMap<string, string>): readonly FlowProblem[] {
  const byId = new Map(ends.map((end) => [end.node.id, end]));
  const leadsOn = (name: string): string | undefined => {
    const arrival = ends.find((end) => end.side === 'in' && end.name === name);
    const next = arrival === undefined ? undefined : byId.get(after.get(arrival.node.id) ?? '');
    return next?.side === 'out' ? next.name : undefined;
  };
  const told = new Set<string>();
  return ends.flatMap(({ node, name, side }) => {
    if (side === 'in' || told.has(name)) return [];
    const path = [name];
    for (let next = leadsOn(name); next !== undefined && !path.includes(next); next = leadsOn(next)) path.push(next);
    if (leadsOn(path.at(-1) ?? '') !== name) return [];
    for (const each of path) told.add(each);
    const way = [...path, name].join(' → ');
    return [
      problem('LINK_CIRCLE', 'error', node.id, {
        message: { 'zh-CN': `连接点绕成了圈：${way}。`, en: `Links lead round in a circle: ${way}.` },
        fix: { 'zh-CN': '把其中一个「来」连到真正的节点。', en: 'Connect one of the arriving ends to a step.' },
      }),
    ];
  });
}

function intoArrivals(document: FlowDocument, arrivals: readonly LinkEnd[]): readonly FlowProblem[] {
  const byId = new Map(arrivals.map((end) => [end.node.id, end]));
  return document.edges.flatMap((edge) => {
    const end = byId.get(edge.to.node);
    if (end === undefined) return [];
    return [
      problem('TARGET_INVALID', 'error', edge.from.node, {
        message: {
          'zh-CN': `不能连到「来 ${end.name}」：线是从那里出来的。`,
          en: `A line cannot go into the arriving end "${end.name}": lines come out of it.`,
        },
        fix: { 'zh-CN': '连到同名的「去」端点。', en: 'Connect it to the leaving end of that name.' },
        edge: edge.id,
        mends: [disconnectLine(edge.id)],
      }),
    ];
  });
}
