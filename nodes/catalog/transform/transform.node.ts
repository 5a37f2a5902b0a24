// Transform: makes a text from a template, or data from an expression, and stores it.
import { Type } from 'typebox';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, selectField, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    mode: selectField(['text', 'json'], {
      label: { 'zh-CN': '转成什么', en: 'Becomes' },
      options: [
        { value: 'text', label: { 'zh-CN': '一段文字（模板）', en: 'Text (template)' } },
        { value: 'json', label: { 'zh-CN': '数据（表达式）', en: 'Data (expression)' } },
      ],
    }),
    text: templateField({
      multiline: true,
      label: { 'zh-CN': '模板', en: 'Template' },
      showWhen: { field: 'mode', is: ['text'] },
    }),
    expression: expressionField({
      label: { 'zh-CN': '表达式', en: 'Expression' },
      hint: {
        'zh-CN': '例如 { name: lead.name, total: price * count }',
        en: 'For example { name: lead.name, total: price * count }',
      },
      showWhen: { field: 'mode', is: ['json'] },
    }),
    variable: variableField({ label: { 'zh-CN': '存到', en: 'Store in' } }),
  },
  { additionalProperties: false },
);

export const transformNode = defineNode({
  type: 'transform',
  version: 1,
  group: 'logic',
  icon: 'wand-sparkles',
  title: { 'zh-CN': '转换', en: 'Transform' },
  description: {
    'zh-CN': '用模板拼一段文字，或用表达式整理数据。',
    en: 'Makes text from a template, or data from an expression.',
  },
  keywords: ['转换', '拼接', '整理', 'zh', 'zl', 'transform', 'map', 'template', 'json'],
  config,
  defaults: { mode: 'text', text: '', expression: '', variable: '' },
  ports: () => [{ ...PORTS.next, required: true }, PORTS.error],
  summary: ({ mode, text, expression, variable }, locale) =>
    `${variable || '?'} = ${mode === 'text' ? localize(text, locale) : expression}`,
  compile: (context) => {
    const { mode, text, expression, variable } = context.config;
    const value = mode === 'text' ? template(text) : expr(expression);
    return passThrough(context, [
      { type: 'assign', params: { node: context.id, assignments: [{ target: variable, value }] } },
    ]);
  },
  check: ({ mode, expression, variable }) => [
    ...(variable === ''
      ? [
          {
            severity: 'error' as const,
            field: '/variable',
            message: { 'zh-CN': '没有写存到哪个变量。', en: 'Say which variable it goes into.' },
          },
        ]
      : []),
    ...(mode === 'json' && expression.trim() === ''
      ? [
          {
            severity: 'error' as const,
            field: '/expression',
            message: { 'zh-CN': '没有写表达式。', en: 'Write the expression.' },
          },
        ]
      : []),
  ],
  writes: ({ mode, variable }) =>
    variable === '' ? [] : [{ name: variable, type: mode === 'text' ? 'text' : 'object' }],
  reads: ({ mode, text, expression }) =>
    mode === 'text'
      ? [{ field: '/text', kind: 'template', source: text }]
      : expression.trim() === ''
        ? []
        : [{ field: '/expression', kind: 'expression', source: expression }],
  effects: [],
  waits: false,
});
