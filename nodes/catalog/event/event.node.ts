// Event: notes that something worth counting happened, with properties and what it is worth.
import { Type } from 'typebox';
import { commit, passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, field, textField } from '#nodes/kit/fields.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template, type Value } from '#nodes/kit/values.ts';

const Pair = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 64 }),
  expr: Type.String({ maxLength: 1000 }),
});

const config = Type.Object(
  {
    name: textField(
      {
        label: { 'zh-CN': '事件名称', en: 'Name of the event' },
        hint: {
          'zh-CN': '统计时按这个名称归类，例如 order.placed。',
          en: 'It is counted under this name, for example order.placed.',
        },
      },
      { maxLength: 64, pattern: '^$|^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$' },
    ),
    properties: field(Type.Array(Pair, { maxItems: 20 }), {
      widget: 'key-values',
      label: { 'zh-CN': '属性', en: 'Properties' },
      hint: { 'zh-CN': '右边可用 {{ }}。请不要放个人信息。', en: '{{ }} works on the right. Leave personal data out.' },
    }),
    value: expressionField({
      label: { 'zh-CN': '转化价值（表达式）', en: 'What it is worth (expression)' },
      hint: {
        'zh-CN': '一个数字，例如 order.total。不填就不计。',
        en: 'A number, for example order.total. Empty: not counted.',
      },
      section: 'advanced',
    }),
  },
  { additionalProperties: false },
);

export const eventNode = defineNode({
  type: 'event',
  version: 1,
  group: 'action',
  icon: 'flag',
  title: { 'zh-CN': '记录事件', en: 'Track an event' },
  description: { 'zh-CN': '记下一件值得统计的事和它的价值。', en: 'Notes that something worth counting happened.' },
  keywords: ['事件', '埋点', '统计', '转化', 'sj', 'md', 'tj', 'event', 'track', 'conversion', 'analytics'],
  config,
  defaults: { name: '', properties: [], value: '' },
  ports: () => [{ ...PORTS.next, required: true }],
  summary: ({ name, value }, locale) =>
    name === '' ? (locale === 'en' ? 'No name yet' : '还没有名称') : value === '' ? name : `${name} (${value})`,
  compile: (context) => {
    const { name, properties, value } = context.config;
    return passThrough(context, [
      commit(context.id, 0, 'event.track', {
        name,
        properties: Object.fromEntries(properties.map((property) => [property.label, propertyValue(property.expr)])),
        value: value.trim() === '' ? null : expr(value),
      }),
    ]);
  },
  check: ({ name }) =>
    name === ''
      ? [{ severity: 'error', field: '/name', message: { 'zh-CN': '没有写事件名称。', en: 'Give the event a name.' } }]
      : [],
  reads: ({ properties, value }) => [
    ...properties.map((property, index) => ({
      field: `/properties/${String(index)}/expr`,
      kind: 'template' as const,
      source: property.expr,
    })),
    ...(value.trim() === '' ? [] : [{ field: '/value', kind: 'expression' as const, source: value }]),
  ],
  effects: ['event.track'],
  waits: false,
});

/** A single placeholder keeps the type of its value. */
function propertyValue(source: string): Value {
  const single = /^\{\{([^{}]*)\}\}$/u.exec(source.trim());
  return single?.[1] === undefined ? template(source) : expr(single[1].trim());
}
