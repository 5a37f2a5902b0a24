// Profile: writes what the conversation learnt into the facts about the customer, which later conversations know.
import { Type } from 'typebox';
import { commit, passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, field, naming, selectField, textField } from '#nodes/kit/fields.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template, when } from '#nodes/kit/values.ts';

const FACT = '^[\\p{L}_][\\p{L}\\p{N}_]{0,63}$';

const config = Type.Object(
  {
    facts: field(
      Type.Array(
        Type.Object({
          name: field(naming(Type.String({ pattern: FACT }), 'fact'), {
            widget: 'text',
            label: { 'zh-CN': '客户资料', en: 'Fact' },
            hint: { 'zh-CN': '例如 name、phone、city', en: 'Such as name, phone, city' },
          }),
          value: expressionField({ label: { 'zh-CN': '取值', en: 'Value' } }),
          overwrite: selectField(['always', 'whenEmpty', 'never'], {
            label: { 'zh-CN': '已有资料时', en: 'When there is one already' },
            options: [
              { value: 'always', label: { 'zh-CN': '覆盖', en: 'Overwrite' } },
              { value: 'whenEmpty', label: { 'zh-CN': '新值为空时保留', en: 'Overwrite unless the new one is empty' } },
              { value: 'never', label: { 'zh-CN': '保留旧的', en: 'Keep the old one' } },
            ],
          }),
        }),
        { maxItems: 50 },
      ),
      { widget: 'records', label: { 'zh-CN': '要写入的资料', en: 'Facts to write' } },
    ),
    source: textField(
      {
        label: { 'zh-CN': '来源说明', en: 'Where it comes from' },
        hint: {
          'zh-CN': '例如「客户自述」，和资料一起保存。',
          en: 'Such as "said by the customer"; stored beside the facts.',
        },
        section: 'advanced',
      },
      { maxLength: 200 },
    ),
  },
  { additionalProperties: false },
);

export const profileNode = defineNode({
  type: 'profile',
  version: 1,
  group: 'crm',
  icon: 'contact-round',
  title: { 'zh-CN': '写入客户资料', en: 'Write to the profile' },
  description: {
    'zh-CN': '把对话里得到的信息记到客户名下。',
    en: 'Keeps what the conversation learnt as facts about the customer.',
  },
  keywords: ['资料', '画像', '客户', '档案', 'khzl', 'zl', 'profile', 'contact', 'facts', 'customer'],
  config,
  defaults: { facts: [], source: '' },
  ports: () => [{ ...PORTS.next, required: true }],
  summary: ({ facts }, locale) =>
    facts.map(({ name }) => name).join(locale === 'en' ? ', ' : '、') ||
    (locale === 'en' ? 'No facts yet' : '还没有资料'),
  compile: (context) => {
    const { facts, source } = context.config;
    const node = context.id;
    const assignments = facts.map(({ name, value, overwrite }) => ({
      target: `customer.${name}`,
      value: expr(ruled(name, value, overwrite)),
    }));
    const values = Object.fromEntries(facts.map(({ name }) => [name, expr(`customer['${name}'] ?? null`)]));
    return passThrough(context, [
      { type: 'assign', params: { node, assignments } },
      commit(node, 0, 'contact.update', {
        values: { ...values, ...(source === '' ? {} : { factsSource: when('true', template(source)) }) },
      }),
    ]);
  },
  check: ({ facts }) => [
    ...(facts.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/facts',
            message: { 'zh-CN': '至少写一项资料。', en: 'Write at least one fact.' },
          },
        ]
      : []),
    ...facts.flatMap(({ value }, index) =>
      value.trim() === ''
        ? [
            {
              severity: 'error' as const,
              field: `/facts/${String(index)}/value`,
              message: { 'zh-CN': '这项资料没有取值。', en: 'This fact has no value.' },
            },
          ]
        : [],
    ),
  ],
  writes: ({ facts }) => facts.map(({ name }) => ({ name: `customer.${name}`, type: 'text' })),
  reads: ({ facts }) =>
    facts.map(({ value }, index) => ({ field: `/facts/${String(index)}/value`, kind: 'expression', source: value })),
  effects: ['contact.update'],
  waits: false,
});

function ruled(name: string, value: string, overwrite: 'always' | 'whenEmpty' | 'never'): string {
  const old = `customer['${name}']`;
  const fresh = value.trim() === '' ? 'null' : `(${value})`;
  if (overwrite === 'always') return fresh;
  if (overwrite === 'never') return `(${old} ?? '') == '' ? ${fresh} : ${old}`;
  return `(${fresh} ?? '') == '' ? ${old} : ${fresh}`;
}
