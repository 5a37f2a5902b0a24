// Tool: calls a tool of a server that speaks the Model Context Protocol, and keeps what it gives back.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, variableField } from '#nodes/kit/fields.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import { isJson, jsonTemplate } from '#nodes/kit/json-template.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { EFFECT_DEFAULTS, EFFECT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, type Value } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    server: field(Type.String({ maxLength: 80 }), {
      widget: 'tool-server',
      label: { 'zh-CN': '工具服务器', en: 'Tool server' },
      hint: {
        'zh-CN': '由管理员在「设置 › 工具服务器」添加。',
        en: 'An admin adds them under Settings, Tool servers.',
      },
    }),
    tool: field(Type.String({ maxLength: 200 }), {
      widget: 'tool-name',
      label: { 'zh-CN': '工具', en: 'Tool' },
    }),
    arguments: field(Type.String({ maxLength: 20_000 }), {
      widget: 'tool-arguments',
      label: { 'zh-CN': '参数', en: 'Arguments' },
      hint: {
        'zh-CN': '可用 {{ }}；只写一个变量时保留它的类型。',
        en: '{{ }} works; a variable that stands alone keeps its type.',
      },
    }),
    variable: variableField({
      label: { 'zh-CN': '结果保存到', en: 'Store the result in' },
      hint: {
        'zh-CN': '之后用 {{ result.text }} 取文字，用 {{ result.structured.字段 }} 取数据。',
        en: 'Use {{ result.text }} for its words, {{ result.structured.field }} for its data.',
      },
    }),
    ...EFFECT_FIELDS,
  },
  { additionalProperties: false },
);

export const toolNode = defineNode({
  type: 'tool',
  version: 1,
  group: 'action',
  icon: 'wrench',
  title: { 'zh-CN': '调用工具', en: 'Use a tool' },
  description: {
    'zh-CN': '调用 MCP 服务器上的一个工具。',
    en: 'Calls a tool of an MCP server.',
  },
  keywords: ['工具', '插件', '调用', 'dygj', 'gj', 'cj', 'tool', 'mcp', 'plugin', 'function'],
  config,
  // A tool may do something, and servers need not tell repeats apart: it is tried once unless the author says otherwise.
  defaults: {
    server: '',
    tool: '',
    arguments: '{}',
    variable: 'result',
    ...EFFECT_DEFAULTS,
    timeoutMs: 20_000,
    retry: { ...EFFECT_DEFAULTS.retry, max: 0 },
  },
  ports: () => [
    { id: 'ok', label: { 'zh-CN': '成功', en: 'OK' }, role: 'main', required: true },
    { ...PORTS.error, required: true },
  ],
  summary: ({ server, tool }, locale) =>
    tool === '' ? (locale === 'en' ? 'No tool yet' : '还没有选工具') : server === '' ? tool : `${tool} · ${server}`,
  compile: (context) => {
    const { server, tool, arguments: given, variable, timeoutMs, retry } = context.config;
    const node = context.id;
    const request: Value = { server, tool, arguments: jsonTemplate(given), timeoutMs, retry };
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const failed: GuardJson = {
      type: 'all',
      params: { guards: [isMine, { type: 'when', params: { node, expr: 'event.output.isError == true' } }] },
    };
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output') }] } }];
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: 'tool.call', request } }],
      on: {
        'effect.completed': [
          context.to('error', { guard: failed, actions: keep }),
          context.to('ok', { guard: isMine, actions: keep }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ server, tool, arguments: given }) => [
    ...(server === '' ? [mistake('/server', '没有选工具服务器。', 'Choose a tool server.')] : []),
    ...(tool === '' ? [mistake('/tool', '没有选工具。', 'Choose a tool.')] : []),
    ...(isJson(given) && isJsonObject(JSON.parse(given))
      ? []
      : [mistake('/arguments', '参数不是合法的 JSON 对象。', 'The arguments are not a valid JSON object.')]),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ arguments: given }) => [{ field: '/arguments', kind: 'template', source: given }],
  effects: ['tool.call'],
  waits: false,
});

function mistake(where: string, zh: string, en: string) {
  return { severity: 'error' as const, field: where, message: { 'zh-CN': zh, en } };
}
