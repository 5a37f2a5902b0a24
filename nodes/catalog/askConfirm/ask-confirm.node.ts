// Ask to confirm: yes or no, in the customer's own words or by button.
import { Type } from 'typebox';
import { question } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { integerField, templateField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    prompt: templateField({
      multiline: true,
      label: { 'zh-CN': '要确认的内容', en: 'What to confirm' },
      hint: {
        'zh-CN': '例如：您的订单号是 {{ order_no }}，对吗？',
        en: 'For example: your order number is {{ order_no }}, right?',
      },
    }),
    yesLabel: templateField({ label: { 'zh-CN': '「是」按钮', en: 'Yes button' }, section: 'advanced' }),
    noLabel: templateField({ label: { 'zh-CN': '「否」按钮', en: 'No button' }, section: 'advanced' }),
    variable: variableField({ label: { 'zh-CN': '保存到', en: 'Store in' }, section: 'advanced' }),
    maxTries: integerField(
      { label: { 'zh-CN': '最多问几次', en: 'Ask at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    retry: templateField({ label: { 'zh-CN': '听不明白时说', en: 'Said when unclear' }, section: 'advanced' }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const askConfirmNode = defineNode({
  type: 'askConfirm',
  version: 1,
  group: 'input',
  icon: 'circle-check',
  title: { 'zh-CN': '询问确认', en: 'Ask to confirm' },
  description: { 'zh-CN': '请客户确认，是或否各走一条路。', en: 'Asks yes or no.' },
  keywords: ['确认', '是否', 'qr', 'xwqr', 'confirm', 'yes', 'no'],
  config,
  defaults: {
    prompt: '',
    yesLabel: { 'zh-CN': '是', en: 'Yes' },
    noLabel: { 'zh-CN': '否', en: 'No' },
    variable: '',
    maxTries: 2,
    retry: { 'zh-CN': '请回答「是」或「否」：', en: 'Please answer yes or no:' },
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply }) => [
    { id: 'yes', label: { 'zh-CN': '是', en: 'Yes' }, role: 'main', required: true },
    { id: 'no', label: { 'zh-CN': '否', en: 'No' }, role: 'branch', required: true },
    { id: 'unclear', label: { 'zh-CN': '不明确', en: 'Unclear' }, role: 'problem', required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ prompt }, locale) => `${locale === 'en' ? 'Confirm: ' : '确认：'}${localize(prompt, locale)}`,
  compile: (context) => {
    const { prompt, yesLabel, noLabel, variable, maxTries, retry, noReply, interrupt, mergeBurstMs } = context.config;
    const node = context.id;
    const answer = { kind: 'confirm' } as const;
    const choices = [
      { id: 'yes', label: template(yesLabel) },
      { id: 'no', label: template(noLabel) },
    ];
    return question(context, {
      prompt: [{ kind: 'choices', text: template(prompt), choices }],
      answer,
      variable,
      answered: [{ port: 'no', guard: { type: 'confirms', params: { node, is: false } } }, { port: 'yes' }],
      retry: { kind: 'choices', text: template(retry), choices },
      maxTries,
      invalid: 'unclear',
      noReply,
      interrupt,
      mergeBurstMs,
      sure: true,
    });
  },
  check: ({ prompt }) =>
    variantsOf(prompt).every(({ text }) => text.trim() === '')
      ? [
          {
            severity: 'error',
            field: '/prompt',
            message: { 'zh-CN': '要确认的内容是空的。', en: 'There is nothing to confirm.' },
          },
        ]
      : [],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'boolean' }]),
  reads: ({ prompt, retry }) => [
    { field: '/prompt', kind: 'template', source: prompt },
    { field: '/retry', kind: 'template', source: retry },
  ],
  effects: ['message.send'],
  waits: true,
});
