// Switch: one value, one way out for each case.
import { Type } from 'typebox';
import { branch } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, field } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';

const config = Type.Object(
  {
    expression: expressionField({
      label: { 'zh-CN': '看哪个值', en: 'Value to look at' },
      hint: { 'zh-CN': '例如 customer.level', en: 'For example customer.level' },
    }),
    cases: field(
      Type.Array(
        Type.Object({
          id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
          label: LocalizedSchema(),
          value: Type.String({ maxLength: 500 }),
        }),
        { maxItems: 50 },
      ),
      { widget: 'cases', label: { 'zh-CN': '各种情况', en: 'Cases' } },
    ),
  },
  { additionalProperties: false },
);

export const switchNode = defineNode({
  type: 'switch',
  version: 1,
  group: 'logic',
  icon: 'waypoints',
  title: { 'zh-CN': '多路分支', en: 'Switch' },
  description: { 'zh-CN': '按一个值的不同情况走不同的路。', en: 'Goes a different way for each value.' },
  keywords: ['分支', '多路', 'fz', 'dlfz', 'switch', 'case'],
  config,
  defaults: { expression: '', cases: [] },
  ports: ({ cases }) => [
    ...cases.map(({ id, label, value }) => ({
      id,
      label: localize(label, 'zh-CN') === '' ? value : label,
      role: 'branch' as const,
      required: true,
    })),
    { id: 'default', label: { 'zh-CN': '其他情况', en: 'Otherwise' }, role: 'main', required: true },
  ],
  summary: ({ expression, cases }, locale) =>
    `${expression || '?'}: ${cases.map(({ value }) => value).join(locale === 'en' ? ', ' : '、')}`,
  compile: (context) => {
    const { expression, cases } = context.config;
    const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    return branch(
      context,
      cases.map(({ id, value }) => ({
        port: id,
        guard: { type: 'when', params: { node: context.id, expr: `text((${expression}) ?? '') == ${quoted(value)}` } },
      })),
      'default',
    );
  },
  check: ({ expression, cases }) => [
    ...(expression.trim() === ''
      ? [
          {
            severity: 'error' as const,
            field: '/expression',
            message: { 'zh-CN': '没有写要看哪个值。', en: 'Say which value to look at.' },
          },
        ]
      : []),
    ...cases.flatMap(({ id }, index) =>
      id === 'default' || cases.findIndex((other) => other.id === id) !== index
        ? [
            {
              severity: 'error' as const,
              field: `/cases/${String(index)}/id`,
              message: { 'zh-CN': `编号「${id}」重复或被保留。`, en: `The id "${id}" is taken.` },
            },
          ]
        : [],
    ),
  ],
  reads: ({ expression }) =>
    expression.trim() === '' ? [] : [{ field: '/expression', kind: 'expression', source: expression }],
  effects: [],
  waits: false,
});
