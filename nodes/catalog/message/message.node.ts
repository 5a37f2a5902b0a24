// Message: says something and goes on.
import { Type } from 'typebox';
import { passThrough, say, textMessage } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize, variantsOf } from '#nodes/kit/localized.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object(
  {
    text: templateField({
      multiline: true,
      label: { 'zh-CN': '内容', en: 'Text' },
      hint: { 'zh-CN': '输入 {{ 可以插入变量。', en: 'Type {{ to insert a variable.' },
    }),
    variants: field(Type.Array(LocalizedSchema(), { maxItems: 10 }), {
      widget: 'variants',
      label: { 'zh-CN': '其他说法', en: 'Other wordings' },
      hint: {
        'zh-CN': '同一客户再次经过时轮换使用，听起来不机械。',
        en: 'Taken in turn when the customer comes by again, so it does not sound mechanical.',
      },
      section: 'advanced',
    }),
  },
  { additionalProperties: false },
);

export const messageNode = defineNode({
  type: 'message',
  version: 1,
  group: 'message',
  icon: 'message-square',
  title: { 'zh-CN': '发送消息', en: 'Message' },
  description: { 'zh-CN': '说一句话，然后继续。', en: 'Says something and goes on.' },
  keywords: ['消息', '文本', '回复', 'fsxx', 'xx', 'message', 'text', 'say', 'reply'],
  config,
  defaults: { text: '', variants: [] },
  ports: () => [{ ...PORTS.next, required: true }],
  summary: ({ text }, locale) => localize(text, locale) || (locale === 'en' ? 'Nothing to say yet' : '还没有内容'),
  compile: (context) => {
    const { text, variants } = context.config;
    const wordings = [text, ...variants];
    if (wordings.length === 1) return passThrough(context, [say(context.id, textMessage(text))]);
    // One inner state a wording, chosen by how often the node was visited.
    const states = Object.fromEntries(
      wordings.map((wording, index) => [
        `w${String(index)}`,
        { entry: [say(context.id, textMessage(wording))], always: [context.to('next')] },
      ]),
    );
    const pick = wordings.map((_wording, index) => ({
      target: context.inner(`w${String(index)}`),
      guard: {
        type: 'when' as const,
        params: {
          node: context.id,
          expr: `(visits['${context.id}'] - 1) % ${String(wordings.length)} == ${String(index)}`,
        },
      },
    }));
    return { initial: 'pick', states: { pick: { always: pick }, ...states } };
  },
  check: ({ text }) =>
    variantsOf(text).every(({ text: words }) => words.trim() === '')
      ? [{ severity: 'error', field: '/text', message: { 'zh-CN': '这条消息是空的。', en: 'This message is empty.' } }]
      : [],
  reads: ({ text, variants }) => [
    { field: '/text', kind: 'template', source: text },
    ...variants.map((source, index) => ({ field: `/variants/${String(index)}`, kind: 'template' as const, source })),
  ],
  effects: ['message.send'],
  waits: false,
});
