// Set: gives variables new values.
import { Type } from 'typebox';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, field, naming } from '#nodes/kit/fields.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    assignments: field(
      Type.Array(
        Type.Object({
          variable: naming(Type.String({ maxLength: 80, pattern: '^(customer\\.)?[\\p{L}_][\\p{L}\\p{N}_]*$' })),
          value: Type.String({ maxLength: 2000 }),
        }),
        { maxItems: 50 },
      ),
      {
        widget: 'assignments',
        label: { 'zh-CN': '赋值', en: 'Assignments' },
        hint: {
          'zh-CN': "右边是表达式，文字请加引号，例如 'VIP'。",
          en: "The right side is an expression; put text in quotes, like 'VIP'.",
        },
      },
    ),
    // Absent in drawings of before there was one.
    expireMs: Type.Optional(
      durationField({
        label: { 'zh-CN': '多久后失效', en: 'Forget after' },
        hint: {
          'zh-CN': '到时间后这些变量变回空，例如优惠名额只保留 15 分钟。0 表示一直保留。',
          en: 'After that the variables are empty again, such as an offer held for 15 minutes. 0: kept for good.',
        },
        section: 'advanced',
      }),
    ),
  },
  { additionalProperties: false },
);

export const setNode = defineNode({
  type: 'set',
  version: 1,
  group: 'logic',
  icon: 'variable',
  title: { 'zh-CN': '设置变量', en: 'Set variables' },
  description: { 'zh-CN': '计算并保存数据。', en: 'Computes and stores data.' },
  keywords: ['变量', '赋值', 'szbl', 'bl', 'set', 'variable', 'assign'],
  config,
  defaults: { assignments: [] },
  ports: () => [{ ...PORTS.next, required: true }],
  summary: ({ assignments }, locale) =>
    assignments.length === 0
      ? locale === 'en'
        ? 'Nothing set yet'
        : '还没有赋值'
      : assignments.map(({ variable, value }) => `${variable} = ${value}`).join('; '),
  compile: (context) => {
    const { assignments, expireMs = 0 } = context.config;
    const expiry = expireMs > 0 ? { expireMs } : {};
    return passThrough(context, [
      {
        type: 'assign',
        params: {
          node: context.id,
          assignments: assignments.map(({ variable, value }) => ({
            target: variable,
            value: expr(value),
            ...expiry,
          })),
        },
      },
    ]);
  },
  check: ({ assignments }) =>
    assignments.length === 0
      ? [
          {
            severity: 'warning',
            field: '/assignments',
            message: { 'zh-CN': '这里没有给任何变量赋值。', en: 'No variable gets a value here.' },
          },
        ]
      : [],
  writes: ({ assignments }) => assignments.map(({ variable }) => ({ name: variable, type: 'object' })),
  reads: ({ assignments }) =>
    assignments.map(({ value }, index) => ({
      field: `/assignments/${String(index)}/value`,
      kind: 'expression',
      source: value,
    })),
  effects: [],
  waits: false,
});
