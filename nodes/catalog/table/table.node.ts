// Table: finds, adds, changes or removes rows of a table that the workspace keeps.
import { Type, type Static } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { TABLE_OPERATORS } from '#nodes/kit/effects.ts';
import { field, integerField, selectField, switchField, variableField } from '#nodes/kit/fields.ts';
import { jsonTemplate } from '#nodes/kit/json-template.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, type Value } from '#nodes/kit/values.ts';

const column = () =>
  field(Type.String({ maxLength: 40 }), { widget: 'table-column', label: { 'zh-CN': '列', en: 'Column' } });
const words = (label: { readonly 'zh-CN': string; readonly en: string }, extra: object = {}) =>
  field(Type.String({ maxLength: 2000 }), { widget: 'plain-template', label, ...extra });
/** Operators that compare with something. */
const COMPARING = TABLE_OPERATORS.filter((operator) => operator !== 'filled' && operator !== 'empty');

const config = Type.Object(
  {
    table: field(Type.String({ maxLength: 80 }), {
      widget: 'table',
      label: { 'zh-CN': '数据表', en: 'Table' },
    }),
    action: selectField(['query', 'insert', 'update', 'delete'], {
      label: { 'zh-CN': '做什么', en: 'What to do' },
      options: [
        { value: 'query', label: { 'zh-CN': '查找', en: 'Find rows' } },
        { value: 'insert', label: { 'zh-CN': '新增一行', en: 'Add a row' } },
        { value: 'update', label: { 'zh-CN': '修改', en: 'Change rows' } },
        { value: 'delete', label: { 'zh-CN': '删除', en: 'Remove rows' } },
      ],
    }),
    filters: field(
      Type.Array(
        Type.Object({
          column: column(),
          operator: selectField([...TABLE_OPERATORS], {
            label: { 'zh-CN': '比较', en: 'Comparison' },
            options: [
              { value: 'is', label: { 'zh-CN': '等于', en: 'is' } },
              { value: 'isNot', label: { 'zh-CN': '不等于', en: 'is not' } },
              { value: 'contains', label: { 'zh-CN': '包含', en: 'contains' } },
              { value: 'more', label: { 'zh-CN': '大于、晚于', en: 'is more than, after' } },
              { value: 'atLeast', label: { 'zh-CN': '不小于、不早于', en: 'is at least, from' } },
              { value: 'less', label: { 'zh-CN': '小于、早于', en: 'is less than, before' } },
              { value: 'atMost', label: { 'zh-CN': '不大于、不晚于', en: 'is at most, until' } },
              { value: 'filled', label: { 'zh-CN': '有值', en: 'has a value' } },
              { value: 'empty', label: { 'zh-CN': '没有值', en: 'has no value' } },
            ],
          }),
          value: words({ 'zh-CN': '值', en: 'Value' }, { showWhen: { field: 'operator', is: COMPARING } }),
        }),
        { maxItems: 10 },
      ),
      {
        widget: 'records',
        label: { 'zh-CN': '哪些行（要同时满足）', en: 'Which rows (all must hold)' },
        showWhen: { field: 'action', is: ['query', 'update', 'delete'] },
      },
    ),
    values: field(
      Type.Array(Type.Object({ column: column(), value: words({ 'zh-CN': '值', en: 'Value' }) }), { maxItems: 30 }),
      {
        widget: 'records',
        label: { 'zh-CN': '写入', en: 'What to write' },
        hint: { 'zh-CN': '值里可用 {{ }}；留空表示清空。', en: '{{ }} works in values; empty clears.' },
        showWhen: { field: 'action', is: ['insert', 'update'] },
      },
    ),
    order: field(Type.String({ maxLength: 40 }), {
      widget: 'table-column',
      label: { 'zh-CN': '按哪列排序', en: 'In the order of' },
      section: 'advanced',
      showWhen: { field: 'action', is: ['query'] },
    }),
    descending: switchField({
      label: { 'zh-CN': '从大到小', en: 'Largest first' },
      section: 'advanced',
      showWhen: { field: 'action', is: ['query'] },
    }),
    limit: integerField(
      { label: { 'zh-CN': '最多几行', en: 'Rows at most' }, showWhen: { field: 'action', is: ['query'] } },
      { minimum: 1, maximum: 100 },
    ),
    variable: variableField({
      label: { 'zh-CN': '结果保存到', en: 'Store the result in' },
      hint: {
        'zh-CN': '第一行用 {{ found.first.列名 }}，全部在 found.rows，行数是 found.count。',
        en: 'The first row is {{ found.first.column }}, all are found.rows, their number is found.count.',
      },
    }),
  },
  { additionalProperties: false },
);

export const tableNode = defineNode({
  type: 'table',
  version: 1,
  group: 'action',
  icon: 'table-2',
  title: { 'zh-CN': '数据表', en: 'Table' },
  description: {
    'zh-CN': '查找、新增、修改或删除数据表里的行。',
    en: 'Finds, adds, changes or removes rows of a table kept here.',
  },
  keywords: [
    '数据表',
    '表格',
    '查询',
    '数据库',
    'sjb',
    'bg',
    'cx',
    'table',
    'database',
    'rows',
    'lookup',
    'spreadsheet',
  ],
  config,
  defaults: {
    table: '',
    action: 'query',
    filters: [],
    values: [],
    order: '',
    descending: false,
    limit: 10,
    variable: 'found',
  },
  ports: ({ action }) => [
    {
      id: 'ok',
      label: action === 'query' ? { 'zh-CN': '找到', en: 'Found' } : { 'zh-CN': '完成', en: 'Done' },
      role: 'main',
      required: true,
    },
    ...(action === 'insert'
      ? []
      : [
          {
            id: 'empty',
            label: { 'zh-CN': '没有符合的行', en: 'No such row' },
            role: 'branch' as const,
            required: true,
          },
        ]),
    PORTS.error,
  ],
  summary: ({ table, action }, locale) => {
    const en = locale === 'en';
    const verb = {
      query: en ? 'Find in' : '查找',
      insert: en ? 'Add to' : '新增到',
      update: en ? 'Change in' : '修改',
      delete: en ? 'Remove from' : '删除',
    }[action];
    return table === '' ? (en ? 'No table yet' : '还没有选数据表') : `${verb} ${table}`;
  },
  compile: (context) => {
    const { action, variable } = context.config;
    const node = context.id;
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const none: GuardJson = {
      type: 'all',
      params: { guards: [isMine, { type: 'when', params: { node, expr: 'event.output.count == 0' } }] },
    };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output') }] } }];
    const kind = action === 'query' ? 'table.query' : 'table.write';
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind, request: requestOf(context.config) } }],
      on: {
        'effect.completed': [
          ...(action === 'insert' ? [] : [context.to('empty', { guard: none, actions: keep })]),
          context.to('ok', { guard: isMine, actions: keep }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: (settings) => [...tableProblems(settings), ...columnProblems(settings)],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ filters, values }) => [
    ...filters.map(({ value }, index) => ({
      field: `/filters/${String(index)}/value`,
      kind: 'template' as const,
      source: value,
    })),
    ...values.map(({ value }, index) => ({
      field: `/values/${String(index)}/value`,
      kind: 'template' as const,
      source: value,
    })),
  ],
  effects: ['table.query', 'table.write'],
  waits: false,
});

function requestOf({ table, action, filters, values, order, descending, limit }: Static<typeof config>): Value {
  const comparisons = filters.map((filter) => ({ ...filter, value: valueOf(filter.value) }));
  if (action === 'query') {
    return { table, filters: comparisons, order: order === '' ? null : { column: order, descending }, limit };
  }
  return {
    table,
    action,
    filters: action === 'insert' ? [] : comparisons,
    values:
      action === 'delete' ? {} : Object.fromEntries(values.map(({ column: name, value }) => [name, valueOf(value)])),
  };
}

/** A lone placeholder keeps its type. */
function valueOf(source: string): Value {
  return jsonTemplate(JSON.stringify(source));
}

function tableProblems({ table, action, filters, values }: Static<typeof config>) {
  return [
    ...(table === '' ? [mistake('/table', '没有选数据表。', 'Choose a table.')] : []),
    ...((action === 'update' || action === 'delete') && filters.length === 0
      ? [
          mistake(
            '/filters',
            '要写明是哪些行，否则整张表都会被改动。',
            'Say which rows; without a comparison the whole table would be changed.',
          ),
        ]
      : []),
    ...((action === 'insert' || action === 'update') && values.length === 0
      ? [mistake('/values', '没有要写入的内容。', 'Say what to write.')]
      : []),
  ];
}

function columnProblems({ action, filters, values }: Static<typeof config>) {
  const lists = [
    ...(action === 'insert' ? [] : [{ name: 'filters', items: filters }]),
    ...(action === 'insert' || action === 'update' ? [{ name: 'values', items: values }] : []),
  ];
  return lists.flatMap(({ name, items }) =>
    items.flatMap((item, index) =>
      item.column === '' ? [mistake(`/${name}/${String(index)}/column`, '没有选列。', 'Choose a column.')] : [],
    ),
  );
}

function mistake(where: string, zh: string, en: string) {
  return { severity: 'error' as const, field: where, message: { 'zh-CN': zh, en } };
}
