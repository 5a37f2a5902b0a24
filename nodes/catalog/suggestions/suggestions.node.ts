// Suggestions: chips that say something for the customer; the flow goes on at once and what is pressed counts as typed.
import { Type } from 'typebox';
import { passThrough, say } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    text: templateField({ label: { 'zh-CN': '引导语（可不填）', en: 'Words before them (optional)' } }),
    chips: field(Type.Array(LocalizedSchema(), { maxItems: 12 }), {
      widget: 'variants',
      label: { 'zh-CN': '快捷问题', en: 'Suggestions' },
      hint: { 'zh-CN': '客户点一下，就等于自己打了这句话。', en: 'A tap is the same as typing the sentence.' },
    }),
  },
  { additionalProperties: false },
);

export const suggestionsNode = defineNode({
  type: 'suggestions',
  version: 1,
  group: 'message',
  icon: 'messages-square',
  title: { 'zh-CN': '快捷问题', en: 'Suggestions' },
  description: { 'zh-CN': '给出几个常见问题，点一下就能问。', en: 'Offers common questions to tap.' },
  keywords: ['快捷', '推荐', '猜你想问', 'kj', 'kjwt', 'suggestions', 'chips', 'quick replies'],
  config,
  defaults: { text: '', chips: [] },
  ports: () => [{ ...PORTS.next, required: true }],
  summary: ({ chips }, locale) =>
    chips.length === 0
      ? locale === 'en'
        ? 'No suggestions yet'
        : '还没有快捷问题'
      : chips.map((chip) => `[${localize(chip, locale)}]`).join(' '),
  compile: (context) => {
    const { text, chips } = context.config;
    // The id begins with "say:" so that pressing it is taken as the sentence itself.
    const choices = chips.map((chip, index) => ({ id: `say:${String(index)}`, label: template(chip) }));
    return passThrough(context, [say(context.id, { kind: 'choices', text: template(text), choices })]);
  },
  check: ({ chips }) =>
    chips.length === 0
      ? [
          {
            severity: 'error',
            field: '/chips',
            message: { 'zh-CN': '至少写一个快捷问题。', en: 'Write at least one suggestion.' },
          },
        ]
      : [],
  reads: ({ text, chips }) => [
    { field: '/text', kind: 'template', source: text },
    ...chips.map((source, index) => ({ field: `/chips/${String(index)}`, kind: 'template' as const, source })),
  ],
  effects: ['message.send'],
  waits: false,
});
