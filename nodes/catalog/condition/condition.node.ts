// Condition: one yes-or-no question to the data.
import { Type } from 'typebox';
import { branch } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field } from '#nodes/kit/fields.ts';

const config = Type.Object(
  {
    expression: field(Type.String({ maxLength: 2000 }), {
      widget: 'condition',
      label: { 'zh-CN': '条件', en: 'Condition' },
      hint: { 'zh-CN': '例如：amount > 100 and customer.vip', en: 'For example: amount > 100 and customer.vip' },
    }),
  },
  { additionalProperties: false },
);

export const conditionNode = defineNode({
  type: 'condition',
  version: 1,
  group: 'logic',
  icon: 'split',
  title: { 'zh-CN': '条件判断', en: 'Condition' },
  description: { 'zh-CN': '按数据决定走哪条路。', en: 'Decides by the data which way to go.' },
  keywords: ['条件', '判断', '如果', 'tj', 'tjpd', 'if', 'condition', 'branch'],
  config,
  defaults: { expression: '' },
  ports: () => [
    { id: 'then', label: { 'zh-CN': '是', en: 'Yes' }, role: 'main', required: true },
    { id: 'else', label: { 'zh-CN': '否', en: 'No' }, role: 'branch', required: true },
  ],
  summary: ({ expression }, locale) => expression || (locale === 'en' ? 'No condition yet' : '还没有条件'),
  compile: (context) =>
    branch(
      context,
      [{ guard: { type: 'when', params: { node: context.id, expr: context.config.expression } }, port: 'then' }],
      'else',
    ),
  check: ({ expression }) =>
    expression.trim() === ''
      ? [
          {
            severity: 'error',
            field: '/expression',
            message: { 'zh-CN': '条件是空的。', en: 'The condition is empty.' },
          },
        ]
      : [],
  reads: ({ expression }) =>
    expression.trim() === '' ? [] : [{ field: '/expression', kind: 'expression', source: expression }],
  effects: [],
  waits: false,
});
