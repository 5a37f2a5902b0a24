// Summarize: puts the conversation into a few sentences for staff; without a model, from the facts that were collected.
import { Type } from 'typebox';
import { commit } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, switchField, variableField } from '#nodes/kit/fields.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';
import { askingModel, MODEL_DEFAULTS, MODEL_FIELDS, withoutModel } from '#nodes/kit/model-behaviour.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template, text } from '#nodes/kit/values.ts';

const SYSTEM =
  'You write for customer service staff. Sum the conversation up in at most four short sentences in the language of the customer: what the customer wants, what is known, what was done, what is open. Invent nothing. If there is nothing to sum up, say so in one sentence.';

const config = Type.Object(
  {
    facts: field(
      Type.Array(
        Type.Object({ label: Type.String({ minLength: 1, maxLength: 200 }), expr: Type.String({ maxLength: 1000 }) }),
        { maxItems: 30 },
      ),
      {
        widget: 'key-values',
        label: { 'zh-CN': '要写进去的信息', en: 'Facts to include' },
        hint: { 'zh-CN': '例如 日期 = details.date', en: 'Such as date = details.date' },
      },
    ),
    variable: variableField({ label: { 'zh-CN': '保存到', en: 'Store in' } }),
    profile: switchField({
      label: { 'zh-CN': '记到客户印象里', en: 'Keep as the impression of the customer' },
      hint: { 'zh-CN': '客服和以后的会话都能看到。', en: 'Staff and later conversations see it.' },
    }),
    ...MODEL_FIELDS,
  },
  { additionalProperties: false },
);

export const summarizeNode = defineNode({
  type: 'summarize',
  version: 1,
  group: 'ai',
  icon: 'notebook-text',
  title: { 'zh-CN': '总结对话', en: 'Summarize' },
  description: {
    'zh-CN': '把对话总结成几句话，可写入客户印象。',
    en: 'Sums the conversation up for staff, and for the profile.',
  },
  keywords: ['总结', '摘要', '印象', 'zjdh', 'zj', 'summary', 'summarize', 'impression', 'digest'],
  config,
  defaults: { facts: [], variable: 'summary', profile: true, ...MODEL_DEFAULTS, historyTurns: 10 },
  ports: () => [{ ...PORTS.next, required: true }, PORTS.error],
  summary: ({ variable, profile }, locale) =>
    profile ? `${variable} · ${locale === 'en' ? 'kept in the profile' : '记入客户印象'}` : variable,
  compile: (context) => {
    const { facts, variable, profile, instructions } = context.config;
    const node = context.id;
    const target = variable === '' ? 'summary' : variable;
    const known = (from: string) =>
      facts
        .map(
          ({ label, expr: source }) =>
            `{{ (${source || 'null'}) == null ? '' : ${quoted(from.replace('*', label))} }}{{ ${source || 'null'} }}`,
        )
        .join('');
    const extracted = template({
      'zh-CN': `{{ turn.text == '' ? '' : '客户最后说：' }}{{ turn.text }}${known('\u3000*：')}`,
      en: `{{ turn.text == '' ? '' : 'The customer last said: ' }}{{ turn.text }}${known(' · *: ')}`,
    });
    const keep = (value: ReturnType<typeof expr> | typeof extracted): readonly ActionJson[] => [
      { type: 'assign', params: { node, assignments: [{ target, value }] } },
      ...(profile
        ? [
            {
              type: 'assign' as const,
              params: { node, assignments: [{ target: 'customer.impression', value: expr(target) }] },
            },
            commit(node, 1, 'contact.update', { values: { impression: expr(target) } }),
          ]
        : []),
    ];
    return {
      initial: 'asking',
      states: {
        asking: askingModel(context, {
          system: text(`${SYSTEM}\n${instructions}`),
          user: extracted,
          schema: null,
          answered: [
            {
              when: "(event.output.text ?? '') != ''",
              go: context.to('next', { actions: keep(expr('event.output.text')) }),
            },
            { when: 'true', go: context.to('next', { actions: keep(extracted) }) },
          ],
          unanswered: [context.to('next', { actions: keep(extracted) })],
        }),
      },
    };
  },
  check: () => [
    withoutModel('由收集到的信息和客户最后的话组成。', 'it is made of the collected facts and the last words.'),
  ],
  writes: ({ variable, profile }) => [
    { name: variable === '' ? 'summary' : variable, type: 'text' },
    ...(profile ? [{ name: 'customer.impression', type: 'text' as const }] : []),
  ],
  reads: ({ facts }) =>
    facts.map(({ expr: source }, index) => ({
      field: `/facts/${String(index)}/expr`,
      kind: 'expression',
      source: source || 'null',
    })),
  effects: ['model.chat', 'contact.update'],
  waits: false,
});

/** A text as the expression language writes it. Braces would end the placeholder around it. */
function quoted(words: string): string {
  return `'${words.replace(/[\\'{}\r\n]/gu, ' ')}'`;
}
