// Resume topic: ends a branch that cut in and goes back to the question it cut into.
import { Type } from 'typebox';
import { say, textMessage } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, templateField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';

const config = Type.Object(
  {
    bridge: templateField({
      multiline: true,
      label: { 'zh-CN': '回到问题前说', en: 'Said before the question' },
      hint: {
        'zh-CN': '不填就用流程设置里的那句话。没有要回去的问题时什么也不说。',
        en: 'Empty: the sentence of the flow settings. Without a question to go back to, nothing is said.',
      },
    }),
    giveUpMs: durationField({
      label: { 'zh-CN': '多久以后就不再回去', en: 'Give up after' },
      hint: {
        'zh-CN': '问题被打断超过这么久，就当它结束了。',
        en: 'A question that was left longer ago than this is over.',
      },
    }),
  },
  { additionalProperties: false },
);

export const resumeTopicNode = defineNode({
  type: 'resumeTopic',
  version: 1,
  group: 'end',
  icon: 'undo-2',
  title: { 'zh-CN': '回到刚才的问题', en: 'Back to the open question' },
  description: {
    'zh-CN': '插入的话题说完了，继续问被打断的问题。',
    en: 'The topic that cut in is over; asks the question it cut into again.',
  },
  keywords: ['回到', '继续', '恢复', 'hd', 'jx', 'resume', 'back', 'topic', 'return'],
  config,
  defaults: { bridge: '', giveUpMs: 1_800_000 },
  ports: () => [],
  summary: ({ bridge }, locale) =>
    localize(bridge, locale) || (locale === 'en' ? 'With the sentence of the flow' : '用流程的过渡语'),
  compile: (context) => {
    const { bridge, giveUpMs } = context.config;
    const node = context.id;
    const rest = context.node('');
    const isSilent = variantsOf(bridge).every(({ text }) => text.trim() === '');
    const words: readonly ActionJson[] = isSilent
      ? []
      : [{ type: 'bridge', params: { node } }, say(node, textMessage(bridge))];
    return {
      always: [
        { target: rest, guard: { type: 'hasTopic', params: { node, giveUpMs } }, actions: words },
        { target: rest, actions: [{ type: 'forgetTopics', params: { node } }] },
      ],
    };
  },
  reads: ({ bridge }) => [{ field: '/bridge', kind: 'template', source: bridge }],
  effects: ['message.send'],
  waits: false,
});
