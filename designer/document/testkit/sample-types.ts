// Four small node types and a flow of them, for tests of the editor.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, switchField, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import { PORTS, type Port } from '#nodes/kit/ports.ts';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import type { NodeTypes } from '../graph.ts';

const base = { version: 1, keywords: [], effects: [], waits: false } as const;

const start = defineNode({
  ...base,
  type: 'start',
  group: 'trigger',
  icon: 'zap',
  title: { 'zh-CN': '开始', en: 'Start' },
  description: { 'zh-CN': '客户打开对话时', en: 'When a customer opens the chat' },
  config: Type.Object({}),
  defaults: {},
  ports: () => [PORTS.next],
  summary: () => '',
});

const message = defineNode({
  ...base,
  type: 'message',
  group: 'message',
  icon: 'message-square',
  title: { 'zh-CN': '发送消息', en: 'Message' },
  description: { 'zh-CN': '说一句话', en: 'Say something' },
  keywords: ['fsxx', 'text'],
  config: Type.Object({ text: templateField({ label: { 'zh-CN': '内容', en: 'Text' }, multiline: true }) }),
  defaults: { text: { 'zh-CN': '', en: '' } },
  ports: () => [PORTS.next],
  summary: (config, locale) => localize(config.text, locale),
});

const ask = defineNode({
  ...base,
  type: 'askChoice',
  group: 'input',
  icon: 'list',
  title: { 'zh-CN': '选择题', en: 'Ask: choice' },
  description: { 'zh-CN': '让客户选一个', en: 'Let the customer pick' },
  waits: true,
  config: Type.Object({
    prompt: templateField({ label: { 'zh-CN': '问题', en: 'Question' } }),
    options: field(Type.Array(Type.Object({ id: Type.String(), label: Type.String() })), {
      widget: 'options',
      label: { 'zh-CN': '选项', en: 'Options' },
    }),
    variable: variableField({ label: { 'zh-CN': '存到', en: 'Store in' } }),
    free: switchField({ label: { 'zh-CN': '接受其他文字', en: 'Accept free text' } }),
  }),
  defaults: { prompt: '', options: [{ id: 'a', label: 'A' }], variable: 'choice', free: false },
  ports: (config): readonly Port[] => [
    ...config.options.map((option): Port => ({ id: option.id, label: option.label, role: 'branch' })),
    PORTS.noReply,
  ],
  summary: (config, locale) => localize(config.prompt, locale),
  writes: (config) => [{ name: config.variable, type: 'text' }],
});

const frame = defineNode({
  ...base,
  type: 'frame',
  group: 'canvas',
  icon: 'frame',
  title: { 'zh-CN': '分组框', en: 'Frame' },
  description: { 'zh-CN': '圈出一组步骤', en: 'Group steps' },
  config: Type.Object({}),
  defaults: {},
  ports: () => [],
  summary: () => '',
});

export const SAMPLE_TYPES: NodeTypes = { start, message, askChoice: ask, frame };

/** start -> hello -> pick (a -> bye). */
export function sampleFlow(): FlowDocument {
  const blank = createFlowDocument('sample');
  const node = (
    id: string,
    type: string,
    x: number,
    config: Record<string, unknown>,
  ): FlowDocument['nodes'][number] => ({
    id,
    type,
    version: 1,
    name: id,
    position: { x, y: 160 },
    config,
  });
  return {
    ...blank,
    nodes: [
      ...blank.nodes,
      node('hello', 'message', 400, { text: 'hello' }),
      node('pick', 'askChoice', 720, {
        prompt: 'which?',
        options: [
          { id: 'a', label: 'A' },
          { id: 'b', label: 'B' },
        ],
        variable: 'choice',
        free: false,
      }),
      node('bye', 'message', 1040, { text: 'bye' }),
    ],
    edges: [
      { id: 'e1', from: { node: 'start', port: 'next' }, to: { node: 'hello' } },
      { id: 'e2', from: { node: 'hello', port: 'next' }, to: { node: 'pick' } },
      { id: 'e3', from: { node: 'pick', port: 'a' }, to: { node: 'bye' } },
    ],
  };
}
