// Catch: takes over when a node fails that has no way out of its own for it.
import { Type } from 'typebox';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, selectField, variableField } from '#nodes/kit/fields.ts';

/** What each kind of failure is told by. */
const CODES: Readonly<Record<'any' | 'outside' | 'flow', readonly string[]>> = {
  any: [],
  outside: [
    'EGRESS_DENIED',
    'EGRESS_FAILED',
    'EGRESS_TIMEOUT',
    'EGRESS_TOO_LARGE',
    'MODEL_UNAVAILABLE',
    'MAIL_SERVER_MISSING',
    'MAIL_REFUSED',
    'TOOL_SERVER_MISSING',
    'TOOL_FAILED',
  ],
  flow: ['EXPRESSION_FAILED', 'EXPRESSION_INVALID', 'FLOW_RUNAWAY', 'INTERNAL'],
};

const config = Type.Object(
  {
    scope: selectField(['all', 'chosen'], {
      label: { 'zh-CN': '看管哪些节点', en: 'Which nodes' },
      options: [
        { value: 'all', label: { 'zh-CN': '所有节点', en: 'All' } },
        { value: 'chosen', label: { 'zh-CN': '选定的节点', en: 'Chosen ones' } },
      ],
    }),
    nodes: field(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 200 }), {
      widget: 'node-list',
      label: { 'zh-CN': '节点', en: 'Nodes' },
      showWhen: { field: 'scope', is: ['chosen'] },
    }),
    kind: selectField(['any', 'outside', 'flow'], {
      label: { 'zh-CN': '哪类错误', en: 'Which failures' },
      options: [
        { value: 'any', label: { 'zh-CN': '任何错误', en: 'Any' } },
        { value: 'outside', label: { 'zh-CN': '外部系统或模型不可用', en: 'Other systems and models' } },
        { value: 'flow', label: { 'zh-CN': '流程本身（表达式、循环）', en: 'The flow itself (expressions, loops)' } },
      ],
    }),
    variable: variableField({
      label: { 'zh-CN': '错误信息保存到', en: 'Store the failure in' },
      hint: {
        'zh-CN': '之后可用 {{ error.code }}、{{ error.message }}、{{ error.node }}。',
        en: 'Use it as {{ error.code }}, {{ error.message }}, {{ error.node }}.',
      },
    }),
  },
  { additionalProperties: false },
);

export const catchNode = defineNode({
  type: 'catch',
  version: 1,
  group: 'logic',
  icon: 'shield-alert',
  title: { 'zh-CN': '捕获错误', en: 'Catch' },
  description: {
    'zh-CN': '节点出错又没有连「出错」时，从这里继续。',
    en: 'Goes on here when a node fails and nothing is drawn for it.',
  },
  keywords: ['捕获', '错误', '异常', 'bh', 'cw', 'yc', 'catch', 'error', 'failure', 'exception'],
  config,
  defaults: { scope: 'all', nodes: [], kind: 'any', variable: 'error' },
  ports: () => [{ id: 'caught', label: { 'zh-CN': '捕获到', en: 'Caught' }, role: 'main', required: true }],
  summary: ({ scope, nodes, kind }, locale) => {
    const which =
      kind === 'any'
        ? ''
        : kind === 'outside'
          ? locale === 'en'
            ? 'other systems'
            : '外部系统'
          : locale === 'en'
            ? 'the flow itself'
            : '流程本身';
    const where =
      scope === 'all'
        ? locale === 'en'
          ? 'All nodes'
          : '所有节点'
        : locale === 'en'
          ? `${String(nodes.length)} nodes`
          : `${String(nodes.length)} 个节点`;
    return [where, which].filter((part) => part !== '').join(' · ');
  },
  compile: (context) => passThrough(context, [], 'caught'),
  trigger: ({ scope, nodes, kind, variable }) => ({
    kind: 'failure',
    nodes: scope === 'all' ? undefined : nodes,
    codes: CODES[kind],
    variable,
  }),
  check: ({ scope, nodes }) =>
    scope === 'chosen' && nodes.length === 0
      ? [
          {
            severity: 'error',
            field: '/nodes',
            message: { 'zh-CN': '还没有选择节点。', en: 'Choose at least one node.' },
          },
        ]
      : [],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  effects: [],
  waits: false,
});
