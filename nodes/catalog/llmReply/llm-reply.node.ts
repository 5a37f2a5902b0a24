// Reply by model: the model answers in its own words, marked as such, or gives JSON of a declared form; never without a model.
import { Type } from 'typebox';
import { say } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, switchField, templateField, variableField } from '#nodes/kit/fields.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';
import { askingModel, MODEL_DEFAULTS, MODEL_FIELDS, withoutModel } from '#nodes/kit/model-behaviour.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    prompt: templateField({
      multiline: true,
      label: { 'zh-CN': '任务', en: 'Task' },
      hint: {
        'zh-CN': '告诉大模型它是谁、要做什么、不能做什么。',
        en: 'Who the model is, what it shall do and what it must not.',
      },
    }),
    source: templateField({ label: { 'zh-CN': '交给它的内容', en: 'What it gets' } }),
    sayIt: switchField({ label: { 'zh-CN': '直接发给客户', en: 'Say it to the customer' } }),
    variable: variableField({ label: { 'zh-CN': '结果保存到', en: 'Store the result in' } }),
    schema: field(Type.String({ maxLength: 10_000 }), {
      widget: 'json',
      label: { 'zh-CN': '结果的 JSON Schema（可不填）', en: 'JSON Schema of the result (optional)' },
      hint: {
        'zh-CN': '填了就要求返回 JSON，不合格式按出错处理，也不会直接发给客户。',
        en: 'With one, JSON is asked for and checked; it is never said to the customer.',
      },
      section: 'advanced',
    }),
    ...MODEL_FIELDS,
  },
  { additionalProperties: false },
);

export const llmReplyNode = defineNode({
  type: 'llmReply',
  version: 1,
  group: 'ai',
  icon: 'sparkles',
  title: { 'zh-CN': '大模型回复', en: 'Reply by model' },
  description: {
    'zh-CN': '让大模型按你的要求撰写回复，或返回 JSON。',
    en: 'Lets the language model write a reply, or give JSON, to your instructions.',
  },
  keywords: ['大模型', '生成', '撰写', 'dmxhf', 'hf', 'llm', 'gpt', 'reply', 'generate', 'prompt'],
  config,
  defaults: { prompt: '', source: '{{ turn.text }}', sayIt: true, variable: '', schema: '', ...MODEL_DEFAULTS },
  ports: () => [
    { id: 'done', label: { 'zh-CN': '完成', en: 'Done' }, role: 'main', required: true },
    { id: 'refused', label: { 'zh-CN': '它拒绝了', en: 'Refused' }, role: 'branch', required: true },
    { ...PORTS.error, required: true },
  ],
  summary: ({ prompt }, locale) => localize(prompt, locale) || (locale === 'en' ? 'No task yet' : '还没有任务'),
  compile: (context) => {
    const { prompt, source, sayIt, variable, schema, instructions } = context.config;
    const node = context.id;
    const shape = schemaIn(schema);
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [
            {
              type: 'assign',
              params: {
                node,
                assignments: [
                  { target: variable, value: expr(shape === null ? 'event.output.text' : 'event.output.json') },
                ],
              },
            },
          ];
    const told =
      shape === null && sayIt ? [say(node, { kind: 'text', text: expr('event.output.text'), ai: true })] : [];
    return askingModel(context, {
      system: template(withRules(prompt, instructions)),
      user: template(source),
      schema: shape,
      answered: [
        { when: 'event.output.refused == true', go: context.to('refused') },
        { when: 'true', go: context.to('done', { actions: [...keep, ...told] }) },
      ],
      unanswered: [context.to('error')],
    });
  },
  check: ({ prompt, schema, sayIt, variable }) => [
    ...(variantsOf(prompt).every(({ text }) => text.trim() === '')
      ? [
          {
            severity: 'error' as const,
            field: '/prompt',
            message: { 'zh-CN': '任务是空的。', en: 'The task is empty.' },
          },
        ]
      : []),
    ...(schema.trim() !== '' && schemaIn(schema) === null
      ? [
          {
            severity: 'error' as const,
            field: '/schema',
            message: { 'zh-CN': '这不是一个 JSON 对象。', en: 'This is not a JSON object.' },
          },
        ]
      : []),
    ...((!sayIt || schema.trim() !== '') && variable === ''
      ? [
          {
            severity: 'error' as const,
            field: '/variable',
            message: { 'zh-CN': '写一个变量名，不然结果就丢了。', en: 'Name a variable, or the result is lost.' },
          },
        ]
      : []),
    withoutModel('走「出错」。', 'it leaves by Error.'),
  ],
  writes: ({ variable, schema }) =>
    variable === '' ? [] : [{ name: variable, type: schema.trim() === '' ? 'text' : 'object' }],
  reads: ({ prompt, source }) => [
    { field: '/prompt', kind: 'template', source: prompt },
    { field: '/source', kind: 'template', source },
  ],
  effects: ['model.chat', 'message.send'],
  waits: false,
});

function withRules(prompt: string | Record<string, string>, rules: string): string | Record<string, string> {
  if (typeof prompt === 'string') return `${prompt}\n${rules}`;
  return Object.fromEntries(Object.entries(prompt).map(([locale, words]) => [locale, `${words}\n${rules}`]));
}

function schemaIn(source: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
