// Counter: counts how often somebody comes by within a stretch of time, and parts those over the limit.
import { Type } from 'typebox';
import { branch } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, expressionField, integerField } from '#nodes/kit/fields.ts';

const config = Type.Object(
  {
    key: expressionField({
      label: { 'zh-CN': '分别计数（可不填）', en: 'Count separately for (optional)' },
      hint: {
        'zh-CN': '例如 order.no：每个单号各数各的。',
        en: 'For example order.no: each order number has its own count.',
      },
    }),
    limit: integerField({ label: { 'zh-CN': '最多几次', en: 'Times allowed' } }, { minimum: 1, maximum: 100_000 }),
    windowMs: durationField({
      label: { 'zh-CN': '多长时间内', en: 'Within' },
      hint: { 'zh-CN': '0 表示整个会话。', en: '0: the whole conversation.' },
    }),
  },
  { additionalProperties: false },
);

export const counterNode = defineNode({
  type: 'counter',
  version: 1,
  group: 'logic',
  icon: 'gauge',
  title: { 'zh-CN': '次数限制', en: 'Counter' },
  description: { 'zh-CN': '在一次会话里限制经过的次数。', en: 'Limits how often a conversation comes by.' },
  keywords: ['次数', '限制', '频率', 'cs', 'xz', 'counter', 'limit', 'rate', 'times'],
  config,
  defaults: { key: '', limit: 3, windowMs: 0 },
  ports: () => [
    { id: 'within', label: { 'zh-CN': '未超过', en: 'Within' }, role: 'main', required: true },
    { id: 'over', label: { 'zh-CN': '已超过', en: 'Over' }, role: 'branch', required: true },
  ],
  summary: ({ limit, key }, locale) =>
    `${locale === 'en' ? `at most ${String(limit)} times` : `最多 ${String(limit)} 次`}${key === '' ? '' : ` · ${key}`}`,
  compile: (context) => {
    const { key, limit, windowMs } = context.config;
    const counted = { node: context.id, key: key.trim() === '' ? null : key };
    return {
      entry: [{ type: 'tally', params: { ...counted, windowMs } }],
      ...branch(context, [{ port: 'over', guard: { type: 'tallied', params: { ...counted, limit } } }], 'within'),
    };
  },
  reads: ({ key }) => (key.trim() === '' ? [] : [{ field: '/key', kind: 'expression', source: key }]),
  effects: [],
  waits: false,
});
