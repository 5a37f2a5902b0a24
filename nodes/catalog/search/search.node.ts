// Search: looks passages up in the knowledge bases and stores them, for the flow to use as it likes.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField, numberField, templateField, variableField } from '#nodes/kit/fields.ts';
import { KNOWLEDGE_LABELS, labelled } from '#nodes/kit/knowledge-fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    query: templateField({
      label: { 'zh-CN': '查什么', en: 'What to look for' },
      hint: { 'zh-CN': '默认是客户刚说的话。', en: 'By default what the customer just said.' },
    }),
    baseIds: field(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 50 }), {
      widget: 'knowledge-bases',
      label: { 'zh-CN': '知识库', en: 'Knowledge bases' },
      hint: { 'zh-CN': '不选表示全部。', en: 'None chosen: all of them.' },
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: {
        'zh-CN': '一个列表，每项有 title、text、score、url；问答还有 answer。',
        en: 'A list; each item has title, text, score, url, and for questions and answers also answer.',
      },
    }),
    topK: integerField({ label: { 'zh-CN': '最多几段', en: 'Passages at most' } }, { minimum: 1, maximum: 20 }),
    minScore: numberField(
      { label: { 'zh-CN': '最低把握', en: 'Least confidence' }, section: 'advanced' },
      { minimum: 0, maximum: 1 },
    ),
    ...KNOWLEDGE_LABELS,
  },
  { additionalProperties: false },
);

export const searchNode = defineNode({
  type: 'search',
  version: 1,
  group: 'knowledge',
  icon: 'search',
  title: { 'zh-CN': '搜索知识', en: 'Search knowledge' },
  description: {
    'zh-CN': '把找到的段落存进变量，自己决定怎么用。',
    en: 'Stores the passages it finds, for you to use as you like.',
  },
  keywords: ['搜索', '检索', '知识', 'sszs', 'ss', 'search', 'retrieve', 'find', 'knowledge'],
  config,
  defaults: { query: '{{ turn.text }}', baseIds: [], variable: 'found', topK: 5, minScore: 0.3 },
  ports: () => [
    { id: 'found', label: { 'zh-CN': '找到了', en: 'Found' }, role: 'main', required: true },
    { id: 'empty', label: { 'zh-CN': '没有找到', en: 'Nothing' }, role: 'branch', required: true },
    PORTS.error,
  ],
  summary: ({ query, variable }, locale) => {
    const asked = localize(query, locale);
    return `${asked === '{{ turn.text }}' ? (locale === 'en' ? 'the last words' : '客户的话') : asked} → ${variable}`;
  },
  compile: (context) => {
    const { query, baseIds, variable, topK, minScore, labels } = context.config;
    const node = context.id;
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output.hits') }] } }];
    return {
      tags: ['working'],
      entry: [
        {
          type: 'effect',
          params: {
            node,
            index: 0,
            kind: 'knowledge.search',
            request: { question: template(query), baseIds, topK, minScore, ...labelled(labels) },
          },
        },
      ],
      on: {
        'effect.completed': [
          context.to('empty', {
            guard: {
              type: 'all',
              params: { guards: [isMine, { type: 'when', params: { node, expr: 'length(event.output.hits) == 0' } }] },
            },
            actions: keep,
          }),
          context.to('found', { guard: isMine, actions: keep }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ variable }) =>
    variable === ''
      ? [
          {
            severity: 'error',
            field: '/variable',
            message: { 'zh-CN': '写一个变量名来保存结果。', en: 'Name a variable for what is found.' },
          },
        ]
      : [],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'list' }]),
  reads: ({ query }) => [{ field: '/query', kind: 'template', source: query }],
  effects: ['knowledge.search'],
  waits: false,
});
