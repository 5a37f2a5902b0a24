// Topics that cut in: questions that ask before switching have a name to say, and drawn ways back can be reached by such a topic.
import { uiOf } from '#nodes/kit/fields.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problem } from '../problem.ts';
import { topicLabel } from '../topic-label.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

/** Checks what the stack of open questions needs, and the nodes that a catch names. */
export function checkTopics(flow: CheckedFlow): readonly FlowProblem[] {
  return [...unnamedQuestions(flow), ...idleWaysBack(flow), ...missingNodes(flow)];
}

function unnamedQuestions({ document, sound, nodes, types }: CheckedFlow): readonly FlowProblem[] {
  const problems: FlowProblem[] = [];
  for (const { node, type } of sound.values()) {
    if (node.disabled === true || !type.waits || node.config['interrupt'] !== 'ask') continue;
    if (topicLabel({ nodes, document }, node.id, document.settings.locale) !== '') continue;
    const name = nameOf(node, types);
    problems.push(
      problem('TOPIC_UNNAMED', 'warning', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」会先问客户要不要换话题，但没有写这个问题怎么称呼。`,
          en: `"${name.en}" asks before it is left, but has no name to say.`,
        },
        fix: {
          'zh-CN': '填写「这个问题怎么称呼」，或给节点起名。',
          en: 'Say what the question is about, or name the node.',
        },
        field: '/topic',
      }),
    );
  }
  return problems;
}

/** A way back that no interrupting topic leads to has nothing to go back to. */
function idleWaysBack(flow: CheckedFlow): readonly FlowProblem[] {
  const { document, sound, types } = flow;
  const backs = [...sound.values()].filter(({ node, type }) => type.type === 'resumeTopic' && node.disabled !== true);
  if (backs.length === 0) return [];
  const next = new Map<string, string[]>();
  for (const { from, to } of document.edges) next.set(from.node, [...(next.get(from.node) ?? []), to.node]);
  const queue = [...sound.values()].flatMap(({ node, type }) => {
    const trigger = node.disabled === true ? undefined : type.trigger?.(node.config);
    if (trigger === undefined || trigger.kind === 'start' || trigger.kind === 'failure') return [];
    return trigger.mayInterrupt && trigger.comesBack === true ? [node.id] : [];
  });
  const reached = new Set<string>();
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...(next.get(id) ?? []));
    const target = sound.get(id)?.node;
    if (target?.type === 'jump' && typeof target.config['target'] === 'string') queue.push(target.config['target']);
  }
  return backs
    .filter(({ node }) => !reached.has(node.id))
    .map(({ node }) => {
      const name = nameOf(node, types);
      return problem('RESUME_IDLE', 'warning', node.id, {
        message: {
          'zh-CN': `没有可打断提问的触发通向「${name['zh-CN']}」，它没有问题可回。`,
          en: `No trigger that may cut into a question leads to "${name.en}": it has nothing to go back to.`,
        },
        fix: {
          'zh-CN': '在触发节点打开「可以打断」和「结束后回到被打断的问题」。',
          en: 'Let a trigger before it cut in and come back, or use an End.',
        },
      });
    });
}

/** Lists of nodes, as a catch has one. */
function missingNodes({ sound, nodes }: CheckedFlow): readonly FlowProblem[] {
  const problems: FlowProblem[] = [];
  for (const { node, type } of sound.values()) {
    if (node.disabled === true) continue;
    for (const [name, schema] of Object.entries(type.config.properties)) {
      const value = node.config[name];
      if (uiOf(schema)?.widget !== 'node-list' || !Array.isArray(value)) continue;
      const gone = value.filter((id) => !nodes.has(String(id)));
      if (gone.length === 0) continue;
      problems.push(
        problem('TARGET_MISSING', 'error', node.id, {
          message: {
            'zh-CN': `选定的节点里有 ${String(gone.length)} 个已不存在。`,
            en: `${String(gone.length)} of the chosen nodes no longer exist.`,
          },
          fix: { 'zh-CN': '重新选择节点。', en: 'Choose the nodes again.' },
          field: `/${name}`,
        }),
      );
    }
  }
  return problems;
}
