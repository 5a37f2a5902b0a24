// Card: picture, title, text and buttons; each reply button is a way out.
import { Type } from 'typebox';
import { passThrough, say, waiting } from '#nodes/kit/behaviours.ts';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField, textField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template } from '#nodes/kit/values.ts';

const Button = Type.Object({
  id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
  label: LocalizedSchema(),
  action: Type.Enum(['reply', 'url', 'call']),
  value: Type.Optional(Type.String({ maxLength: 2000 })),
});

const config = Type.Object(
  {
    title: templateField({ label: { 'zh-CN': '标题', en: 'Title' } }),
    text: templateField({ multiline: true, label: { 'zh-CN': '正文', en: 'Text' } }),
    imageUrl: textField({ widget: 'template', label: { 'zh-CN': '图片地址', en: 'Picture address' } }),
    imageAlt: templateField({ label: { 'zh-CN': '图片替代文字', en: 'Picture description' }, section: 'advanced' }),
    buttons: field(Type.Array(Button, { maxItems: 10 }), {
      widget: 'buttons',
      label: { 'zh-CN': '按钮', en: 'Buttons' },
      hint: { 'zh-CN': '「回复」按钮各有一个出口。', en: 'Each reply button has its own way out.' },
    }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const cardNode = defineNode({
  type: 'card',
  version: 1,
  group: 'message',
  icon: 'credit-card',
  title: { 'zh-CN': '卡片', en: 'Card' },
  description: { 'zh-CN': '图文卡片，可以带按钮。', en: 'A card with picture, text and buttons.' },
  keywords: ['卡片', '图文', 'kp', 'tw', 'card', 'button'],
  config,
  defaults: { title: '', text: '', imageUrl: '', imageAlt: '', buttons: [], ...WAIT_DEFAULTS },
  ports: ({ buttons, noReply }) => {
    const replies = buttons.filter((button) => button.action === 'reply');
    return [
      ...replies.map((button) => ({ id: button.id, label: button.label, role: 'branch' as const, required: true })),
      { ...PORTS.next, required: replies.length === 0 },
      ...(replies.length > 0 && noReply.enabled ? [PORTS.noReply] : []),
    ];
  },
  summary: ({ title, text }, locale) =>
    localize(title, locale) || localize(text, locale) || (locale === 'en' ? 'An empty card' : '空卡片'),
  compile: (context) => {
    const { title, text, imageUrl, imageAlt, buttons, noReply, interrupt, mergeBurstMs } = context.config;
    const node = context.id;
    const shown = say(node, {
      kind: 'card',
      card: {
        title: template(title),
        text: template(text),
        ...(imageUrl === '' ? {} : { imageUrl: template(imageUrl), imageAlt: template(imageAlt) }),
        buttons: buttons.map((button) => ({
          id: button.id,
          label: template(button.label),
          action: button.action,
          ...(button.value === undefined ? {} : { value: template(button.value) }),
        })),
      },
    });
    const replies = buttons.filter((button) => button.action === 'reply');
    if (replies.length === 0) return passThrough(context, [shown]);
    const answer: AnswerSpec = { kind: 'choice', options: replies, multiple: false, fuzzy: true };
    const taken = replies.map((button) =>
      context.to(button.id, { guard: { type: 'chooses', params: { node, answer, choice: button.id } } }),
    );
    // Other words than the buttons': the way drawn for them, else the card is shown again.
    const other = context.isWired('next') ? context.to('next') : { target: context.inner('showing') };
    return {
      initial: 'showing',
      states: {
        showing: { entry: [shown], always: [{ target: context.inner('waiting') }] },
        waiting: waiting(context, {
          on: {
            'choice.selected': [...taken, other],
            'message.received': [...taken, other],
            'form.submitted': [other],
          },
          noReply,
          interrupt,
          mergeBurstMs,
          sureAnswers: [answer],
        }),
      },
    };
  },
  check: ({ title, buttons }) => [
    ...(localize(title, 'zh-CN') === ''
      ? [
          {
            severity: 'error' as const,
            field: '/title',
            message: { 'zh-CN': '卡片没有标题。', en: 'The card has no title.' },
          },
        ]
      : []),
    ...buttons.flatMap((button, index) =>
      button.action !== 'reply' && (button.value ?? '') === ''
        ? [
            {
              severity: 'error' as const,
              field: `/buttons/${String(index)}/value`,
              message: { 'zh-CN': '按钮缺少网址或电话。', en: 'The button needs an address or a number.' },
            },
          ]
        : [],
    ),
  ],
  reads: ({ title, text, imageUrl, buttons }) => [
    { field: '/title', kind: 'template', source: title },
    { field: '/text', kind: 'template', source: text },
    { field: '/imageUrl', kind: 'template', source: imageUrl },
    ...buttons.map((button, index) => ({
      field: `/buttons/${String(index)}/label`,
      kind: 'template' as const,
      source: button.label,
    })),
  ],
  effects: ['message.send'],
  waits: true,
});
