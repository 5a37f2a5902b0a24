// Jump: goes on at another node, without a line across the canvas.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { integerField, switchField, textField } from '#nodes/kit/fields.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object(
  {
    target: textField({ widget: 'node', label: { 'zh-CN': '跳到', en: 'Go to' } }, { maxLength: 64 }),
    clearStack: Type.Optional(
      switchField({
        label: { 'zh-CN': '放弃没答完的问题', en: 'Give up open questions' },
        hint: {
          'zh-CN': '之前被其他话题打断的问题不再回去问。',
          en: 'Questions that other topics cut into are not asked again.',
        },
      }),
    ),
    maxPerTurn: Type.Optional(
      integerField(
        {
          label: { 'zh-CN': '一轮内最多跳几次', en: 'Jumps at most in one turn' },
          hint: {
            'zh-CN': '超过就走「出错」，防止流程打转。',
            en: 'More than that leaves by Error, so that the flow cannot go round for ever.',
          },
          section: 'advanced',
        },
        { minimum: 1, maximum: 100 },
      ),
    ),
    maxPerSession: Type.Optional(
      integerField(
        {
          label: { 'zh-CN': '整个会话最多跳几次', en: 'Jumps at most in one conversation' },
          hint: { 'zh-CN': '0 表示不限。', en: '0: no limit.' },
          section: 'advanced',
        },
        { minimum: 0, maximum: 10_000 },
      ),
    ),
  },
  { additionalProperties: false },
);

export const jumpNode = defineNode({
  type: 'jump',
  version: 1,
  group: 'end',
  icon: 'corner-down-right',
  title: { 'zh-CN': '跳转', en: 'Jump' },
  description: { 'zh-CN': '跳到流程里的另一个节点。', en: 'Goes on at another node of the flow.' },
  keywords: ['跳转', '返回', 'tz', 'jump', 'goto'],
  config,
  defaults: { target: '', clearStack: false, maxPerTurn: 20, maxPerSession: 0 },
  ports: () => [PORTS.error],
  summary: ({ target }, locale) => (target === '' ? (locale === 'en' ? 'No target yet' : '还没有目标') : `→ ${target}`),
  compile: (context) => {
    const { target, clearStack, maxPerTurn, maxPerSession } = context.config;
    const node = context.id;
    const actions: ActionJson[] = [];
    // Jumps drawn before there was a bound have none.
    if (maxPerTurn !== undefined || (maxPerSession ?? 0) > 0)
      actions.push({
        type: 'jump',
        params: { node, target, maxPerTurn: maxPerTurn ?? 100, maxPerSession: maxPerSession ?? 0 },
      });
    if (clearStack === true) actions.push({ type: 'forgetTopics', params: { node } });
    return {
      always: [{ target: context.node(target), reenter: true, ...(actions.length === 0 ? {} : { actions }) }],
    };
  },
  effects: [],
  waits: false,
});
