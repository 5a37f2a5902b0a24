// Loop: plays its body once for each item of a list, or while something holds.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, integerField, selectField, variableField } from '#nodes/kit/fields.ts';

const config = Type.Object(
  {
    mode: selectField(['list', 'while'], {
      label: { 'zh-CN': '怎样循环', en: 'How to repeat' },
      options: [
        { value: 'list', label: { 'zh-CN': '列表里每一项一次', en: 'Once for each item of a list' } },
        { value: 'while', label: { 'zh-CN': '条件成立就继续', en: 'While a condition holds' } },
      ],
    }),
    list: expressionField({
      label: { 'zh-CN': '列表（表达式）', en: 'List (expression)' },
      hint: { 'zh-CN': '例如 order.items', en: 'For example order.items' },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    while: expressionField({
      label: { 'zh-CN': '条件（表达式）', en: 'Condition (expression)' },
      hint: { 'zh-CN': '例如 remaining > 0', en: 'For example remaining > 0' },
      showWhen: { field: 'mode', is: ['while'] },
    }),
    item: variableField({
      label: { 'zh-CN': '当前项存到', en: 'Item goes into' },
      showWhen: { field: 'mode', is: ['list'] },
    }),
    index: variableField({
      label: { 'zh-CN': '第几轮存到（从 1 数）', en: 'Round number goes into (from 1)' },
    }),
    maxRounds: integerField(
      {
        label: { 'zh-CN': '最多几轮', en: 'Rounds at most' },
        hint: { 'zh-CN': '到了就从「循环结束」离开。', en: 'Then it leaves by Done.' },
      },
      { minimum: 1, maximum: 1000 },
    ),
  },
  { additionalProperties: false },
);

export const loopNode = defineNode({
  type: 'loop',
  version: 1,
  group: 'logic',
  icon: 'repeat',
  title: { 'zh-CN': '循环', en: 'Loop' },
  description: {
    'zh-CN': '对列表每一项，或在条件成立时，重复一段。',
    en: 'Repeats a part for each item, or while a condition holds.',
  },
  keywords: ['循环', '遍历', '重复', 'xh', 'bl', 'loop', 'for', 'each', 'while', 'repeat'],
  config,
  defaults: { mode: 'list', list: '', while: '', item: 'item', index: '', maxRounds: 100 },
  ports: () => [
    { id: 'body', label: { 'zh-CN': '每一轮', en: 'Each round' }, role: 'branch', required: true },
    { id: 'done', label: { 'zh-CN': '循环结束', en: 'Done' }, role: 'main', required: true },
  ],
  summary: ({ mode, list, while: condition, item }, locale) =>
    mode === 'list'
      ? `${item === '' ? '' : `${item} ${locale === 'en' ? 'in' : '∈'} `}${list || '?'}`
      : `${locale === 'en' ? 'while' : '当'} ${condition || '?'}`,
  compile: (context) => {
    const { id, config: settings } = context;
    const { mode, list, item, index, maxRounds } = settings;
    const isList = mode === 'list';
    return {
      initial: 'begin',
      meta: { returns: true },
      states: {
        begin: {
          entry: [{ type: 'loop', params: { node: id, list: isList ? list : null } }],
          always: [{ target: context.inner('check') }],
        },
        next: {
          id: `${id}:next`,
          entry: [{ type: 'round', params: { node: id } }],
          always: [{ target: context.inner('check') }],
        },
        check: {
          always: [
            context.to('body', {
              guard: {
                type: 'hasRound',
                params: { node: id, max: maxRounds, while: isList ? null : settings.while },
              },
              actions: [{ type: 'item', params: { node: id, item: isList ? item : '', index } }],
            }),
            context.to('done'),
          ],
        },
      },
    };
  },
  check: ({ mode, list, while: condition }) =>
    (mode === 'list' ? list : condition).trim() === ''
      ? [
          {
            severity: 'error',
            field: mode === 'list' ? '/list' : '/while',
            message:
              mode === 'list'
                ? { 'zh-CN': '没有写要遍历哪个列表。', en: 'Say which list to go through.' }
                : { 'zh-CN': '没有写循环条件。', en: 'Say while what it repeats.' },
          },
        ]
      : [],
  writes: ({ mode, item, index }) => [
    ...(mode === 'list' && item !== '' ? [{ name: item, type: 'object' as const }] : []),
    ...(index === '' ? [] : [{ name: index, type: 'number' as const }]),
  ],
  reads: ({ mode, list, while: condition }) => {
    const source = mode === 'list' ? list : condition;
    return source.trim() === '' ? [] : [{ field: mode === 'list' ? '/list' : '/while', kind: 'expression', source }];
  },
  effects: [],
  waits: false,
});
