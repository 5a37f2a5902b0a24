// Extract: takes facts out of a text without asking anything; by the model when there is one, by forms and word lists when not.
import { Type, type Static } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, variableField } from '#nodes/kit/fields.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { ActionJson, FillParams, TransitionJson } from '#nodes/kit/machine.ts';
import { askingModel, MODEL_DEFAULTS, MODEL_FIELDS, withoutModel } from '#nodes/kit/model-behaviour.ts';
import { SlotConfigSchema, slotsFrom, type SlotConfig } from '#nodes/kit/slots.ts';
import { expr, template, text } from '#nodes/kit/values.ts';

const { label, name, kind, words, options, min, max, pattern } = SlotConfigSchema.properties;
const Fact = Type.Object({
  label,
  name,
  kind,
  required: field(Type.Boolean(), { widget: 'switch', label: { 'zh-CN': '必须有', en: 'Must be there' } }),
  words,
  options,
  min,
  max,
  pattern,
});

const config = Type.Object(
  {
    facts: field(Type.Array(Fact, { maxItems: 30 }), {
      widget: 'records',
      label: { 'zh-CN': '要提取的内容', en: 'What to take out' },
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: { 'zh-CN': '之后用 {{ facts.date }} 这样的写法取值。', en: 'Use it later as {{ facts.date }}.' },
    }),
    examples: field(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 10 }), {
      widget: 'patterns',
      label: { 'zh-CN': '给大模型的例子', en: 'Examples for the model' },
      section: 'advanced',
    }),
    ...MODEL_FIELDS,
  },
  { additionalProperties: false },
);

type Facts = Static<typeof config>['facts'];

export const extractNode = defineNode({
  type: 'extract',
  version: 1,
  group: 'ai',
  icon: 'scan-text',
  title: { 'zh-CN': '提取信息', en: 'Extract' },
  description: {
    'zh-CN': '从客户的话里提取信息，不追问。',
    en: 'Takes facts out of what the customer said, without asking back.',
  },
  keywords: ['提取', '抽取', '信息', 'tqxx', 'tq', 'extract', 'entities', 'facts', 'parse'],
  config,
  defaults: { facts: [], variable: 'facts', examples: [], ...MODEL_DEFAULTS, historyTurns: 0 },
  ports: () => [
    { id: 'ok', label: { 'zh-CN': '齐全', en: 'Complete' }, role: 'main', required: true },
    { id: 'partial', label: { 'zh-CN': '不全', en: 'Partial' }, role: 'branch', required: true },
    { id: 'error', label: { 'zh-CN': '出错', en: 'Error' }, role: 'problem' },
  ],
  summary: ({ facts }, locale) =>
    facts.map((fact) => localize(fact.label, locale) || fact.name).join(locale === 'en' ? ', ' : '、') ||
    (locale === 'en' ? 'Nothing to take out yet' : '还没有要提取的内容'),
  compile: (context) => {
    const { facts, variable, examples, instructions } = context.config;
    const node = context.id;
    const target = variable === '' ? 'facts' : variable;
    const params: FillParams = { node, target, slots: slotsFrom(facts.map(slotOf), context.timeZone), asked: null };
    const read: readonly ActionJson[] = [
      { type: 'assign', params: { node, assignments: [{ target, value: {} }] } },
      { type: 'fill', params: { ...params, from: 'turn' } },
    ];
    // What stands in the text by its form is surer than what a model says of it.
    const merge: readonly ActionJson[] = [
      ...read,
      {
        type: 'assign',
        params: {
          node,
          assignments: facts.map((fact) => ({
            target: `${target}.${fact.name}`,
            value: expr(`${target}['${fact.name}'] ?? event.output.json['${fact.name}'] ?? null`),
          })),
        },
      },
    ];
    const needed = facts.filter((fact) => fact.required);
    const complete =
      needed.length === 0 ? 'true' : needed.map((fact) => `(${target}['${fact.name}'] ?? null) != null`).join(' and ');
    const judged = { target: context.inner('judging') } satisfies TransitionJson;
    return {
      initial: 'asking',
      states: {
        asking: askingModel(context, {
          system: text(
            [
              'Take the named facts out of the words. Use null for what is not there; never guess.',
              ...facts.map((fact) => `- ${fact.name} (${fact.kind}): ${localize(fact.label, 'zh-CN')}`),
              ...examples,
              instructions,
            ].join('\n'),
          ),
          user: template('{{ turn.text }}'),
          schema: schemaOf(facts),
          answered: [{ when: 'true', go: { ...judged, actions: merge } }],
          unanswered: [{ ...judged, actions: read }],
        }),
        judging: {
          always: [
            context.to('ok', { guard: { type: 'when', params: { node, expr: complete } } }),
            context.to('partial'),
          ],
        },
      },
    };
  },
  check: ({ facts }) => [
    ...(facts.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/facts',
            message: { 'zh-CN': '至少写一项。', en: 'Name at least one thing.' },
          },
        ]
      : []),
    withoutModel(
      '按格式、叫法和选项提取；自由文字只认「名称是……」。',
      'forms, names and options are read; free text only behind its name.',
    ),
  ],
  writes: ({ variable }) => [{ name: variable === '' ? 'facts' : variable, type: 'object' }],
  reads: () => [],
  effects: ['model.chat'],
  waits: false,
});

function slotOf({ required: _required, ...fact }: Facts[number]): SlotConfig {
  return { ...fact, prompt: '', need: 'silent' };
}

function schemaOf(facts: Facts): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(facts.map((fact) => [fact.name, typeOf(fact)])),
  };
}

function typeOf({ kind: held, options: among }: Facts[number]): JsonObject {
  if (held === 'number') return { type: ['number', 'null'] };
  if (held === 'confirm') return { type: ['boolean', 'null'] };
  if (held === 'choice') return { enum: [...(among ?? []).map(({ id }) => id), null] };
  if (held === 'date') return { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
  if (held === 'time') return { type: ['string', 'null'], pattern: '^\\d{2}:\\d{2}$' };
  return { type: ['string', 'null'], maxLength: 2000 };
}
