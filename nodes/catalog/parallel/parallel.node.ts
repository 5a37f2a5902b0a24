// Parallel: several branches at once, joined when all, any or some of them are done.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, field, integerField, selectField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';
import type { StateJson } from '#nodes/kit/machine.ts';

const config = Type.Object(
  {
    branches: field(
      Type.Array(Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }), label: LocalizedSchema() }), {
        maxItems: 20,
      }),
      { widget: 'options', label: { 'zh-CN': '分支', en: 'Branches' } },
    ),
    join: selectField(['all', 'any', 'some'], {
      label: { 'zh-CN': '什么时候汇合', en: 'Join when' },
      options: [
        { value: 'all', label: { 'zh-CN': '全部完成', en: 'All are done' } },
        { value: 'any', label: { 'zh-CN': '有一个完成', en: 'One is done' } },
        { value: 'some', label: { 'zh-CN': '完成几个', en: 'Some are done' } },
      ],
    }),
    count: integerField(
      { label: { 'zh-CN': '几个', en: 'How many' }, showWhen: { field: 'join', is: ['some'] } },
      { minimum: 1, maximum: 20 },
    ),
    timeoutMs: durationField({
      label: { 'zh-CN': '最多等多久', en: 'Wait at most' },
      hint: { 'zh-CN': '0 表示不限；到时走「超时」。', en: '0: no limit. Then it leaves by Timeout.' },
    }),
  },
  { additionalProperties: false },
);

const RESERVED: ReadonlySet<string> = new Set(['joined', 'timeout']);

export const parallelNode = defineNode({
  type: 'parallel',
  version: 1,
  group: 'logic',
  icon: 'git-fork',
  title: { 'zh-CN': '并行', en: 'Parallel' },
  description: { 'zh-CN': '同时做几件事，再汇合。', en: 'Does several things at once, then joins.' },
  keywords: ['并行', '同时', '汇合', 'bx', 'ts', 'parallel', 'fork', 'join', 'concurrent'],
  config,
  defaults: {
    branches: [
      { id: 'a', label: { 'zh-CN': '分支一', en: 'Branch 1' } },
      { id: 'b', label: { 'zh-CN': '分支二', en: 'Branch 2' } },
    ],
    join: 'all',
    count: 1,
    timeoutMs: 0,
  },
  ports: ({ branches, timeoutMs }) => [
    ...branches.map(({ id, label }) => ({ id, label, role: 'branch' as const, required: true })),
    { id: 'joined', label: { 'zh-CN': '汇合', en: 'Joined' }, role: 'main', required: true },
    ...(timeoutMs > 0
      ? [{ id: 'timeout', label: { 'zh-CN': '超时', en: 'Timeout' }, role: 'problem' as const, required: true }]
      : []),
  ],
  summary: ({ branches }, locale) =>
    branches.map(({ id, label }) => localize(label, locale) || id).join(locale === 'en' ? ', ' : '、'),
  compile: (context) => {
    const { id, config: settings } = context;
    const { branches, join, count, timeoutMs } = settings;
    const need = join === 'all' ? branches.length : join === 'any' ? 1 : Math.min(count, branches.length);
    const states: Record<string, StateJson> = {};
    for (const branch of branches) {
      states[branch.id] = {
        initial: 'begin',
        states: {
          begin: { always: [context.to(branch.id)] },
          done: { id: `${id}:${branch.id}`, entry: [{ type: 'join', params: { node: id, branch: branch.id } }] },
        },
      };
    }
    return {
      ...(branches.length === 0 ? {} : { type: 'parallel', states }),
      tags: ['working'],
      meta: { node: id },
      entry: [{ type: 'fork', params: { node: id } }],
      always: [context.to('joined', { guard: { type: 'joined', params: { node: id, need } } })],
      ...(timeoutMs > 0 ? { after: { [context.delay('timeout', { ms: timeoutMs })]: [context.to('timeout')] } } : {}),
    };
  },
  check: ({ branches, join, count }) => [
    ...(branches.length < 2
      ? [
          {
            severity: 'error' as const,
            field: '/branches',
            message: { 'zh-CN': '至少要有两个分支。', en: 'There must be two branches at least.' },
          },
        ]
      : []),
    ...(join === 'some' && count > branches.length
      ? [
          {
            severity: 'error' as const,
            field: '/count',
            message: { 'zh-CN': '要等的分支比画出来的多。', en: 'It waits for more branches than there are.' },
          },
        ]
      : []),
    ...branches.flatMap(({ id }, index) =>
      RESERVED.has(id) || branches.findIndex((other) => other.id === id) !== index
        ? [
            {
              severity: 'error' as const,
              field: `/branches/${String(index)}/id`,
              message: { 'zh-CN': `编号「${id}」重复或被保留。`, en: `The id "${id}" is taken.` },
            },
          ]
        : [],
    ),
  ],
  effects: [],
  waits: false,
});
