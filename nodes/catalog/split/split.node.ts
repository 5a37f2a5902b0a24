// Split: sends a share of the customers each way, the same customer always the same way.
import { Type } from 'typebox';
import { branch } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, selectField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';

const config = Type.Object(
  {
    shares: field(
      Type.Array(
        Type.Object({
          id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
          label: LocalizedSchema(),
          weight: Type.Integer({ minimum: 0, maximum: 10_000 }),
        }),
        { maxItems: 20 },
      ),
      {
        widget: 'shares',
        label: { 'zh-CN': '各组和权重', en: 'Groups and weights' },
        hint: {
          'zh-CN': '权重是相对的：1 和 3 就是 25% 和 75%。',
          en: 'Weights are relative: 1 and 3 are 25% and 75%.',
        },
      },
    ),
    by: selectField(['customer', 'session'], {
      label: { 'zh-CN': '按什么分', en: 'Split by' },
      options: [
        { value: 'customer', label: { 'zh-CN': '客户（同一客户总走同一边）', en: 'Customer (always the same way)' } },
        { value: 'session', label: { 'zh-CN': '会话（每次会话各自分）', en: 'Conversation (each by itself)' } },
      ],
    }),
  },
  { additionalProperties: false },
);

export const splitNode = defineNode({
  type: 'split',
  version: 1,
  group: 'logic',
  icon: 'shuffle',
  title: { 'zh-CN': 'A/B 分流', en: 'A/B split' },
  description: { 'zh-CN': '把客户按比例分到不同的路上。', en: 'Sends a share of the customers each way.' },
  keywords: ['分流', '实验', '比例', 'fl', 'sy', 'split', 'ab', 'a/b', 'test', 'experiment'],
  config,
  defaults: {
    shares: [
      { id: 'a', label: 'A', weight: 50 },
      { id: 'b', label: 'B', weight: 50 },
    ],
    by: 'customer',
  },
  ports: ({ shares }) => shares.map(({ id, label }) => ({ id, label, role: 'branch', required: true })),
  summary: ({ shares }, locale) => {
    const total = shares.reduce((sum, { weight }) => sum + weight, 0);
    return shares
      .map(
        ({ id, label, weight }) =>
          `${localize(label, locale) || id} ${String(total === 0 ? 0 : Math.round((weight / total) * 100))}%`,
      )
      .join(' / ');
  },
  compile: (context) => {
    const { shares, by } = context.config;
    const last = shares[shares.length - 1];
    if (last === undefined) return {};
    const total = shares.reduce((sum, { weight }) => sum + weight, 0);
    let below = 0;
    const cases = shares.slice(0, -1).map(({ id, weight }) => {
      below += weight;
      return { port: id, guard: { type: 'inShare' as const, params: { node: context.id, by, below, total } } };
    });
    return branch(context, cases, last.id);
  },
  check: ({ shares }) => [
    ...(shares.length < 2 || shares.every(({ weight }) => weight === 0)
      ? [
          {
            severity: 'error' as const,
            field: '/shares',
            message: {
              'zh-CN': '至少要有两组，且权重不能都是 0。',
              en: 'There must be two groups, and a weight above 0.',
            },
          },
        ]
      : []),
    ...shares.flatMap(({ id }, index) =>
      shares.findIndex((other) => other.id === id) === index
        ? []
        : [
            {
              severity: 'error' as const,
              field: `/shares/${String(index)}/id`,
              message: { 'zh-CN': `编号「${id}」重复。`, en: `The id "${id}" is taken.` },
            },
          ],
    ),
  ],
  effects: [],
  waits: false,
});
