// Jump: goes on at another node, without a line across the canvas.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { textField } from '#nodes/kit/fields.ts';

const config = Type.Object(
  { target: textField({ widget: 'node', label: { 'zh-CN': '跳到', en: 'Go to' } }, { maxLength: 64 }) },
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
  defaults: { target: '' },
  ports: () => [],
  summary: ({ target }, locale) => (target === '' ? (locale === 'en' ? 'No target yet' : '还没有目标') : `→ ${target}`),
  compile: (context) => ({ always: [{ target: context.node(context.config.target), reenter: true }] }),
  effects: [],
  waits: false,
});
