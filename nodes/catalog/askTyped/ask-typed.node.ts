// Ask for a typed value: a number, date, phone, e-mail or order number, read from the customer's own words.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { question, textMessage } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField, selectField, templateField, textField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf, type Bilingual } from '#nodes/kit/localized.ts';
import { compilePattern } from '#nodes/kit/pattern.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object(
  {
    prompt: templateField({ multiline: true, label: { 'zh-CN': '问题', en: 'Question' } }),
    kind: selectField(['number', 'date', 'phone', 'email', 'order'], {
      label: { 'zh-CN': '要什么', en: 'What is asked for' },
      options: [
        { value: 'number', label: { 'zh-CN': '数字', en: 'Number' } },
        { value: 'date', label: { 'zh-CN': '日期', en: 'Date' } },
        { value: 'phone', label: { 'zh-CN': '电话', en: 'Phone' } },
        { value: 'email', label: { 'zh-CN': '邮箱', en: 'E-mail' } },
        { value: 'order', label: { 'zh-CN': '订单号', en: 'Order number' } },
      ],
    }),
    variable: variableField({ label: { 'zh-CN': '保存到', en: 'Store in' } }),
    min: textField(
      { label: { 'zh-CN': '最小值', en: 'Least' }, showWhen: { field: 'kind', is: ['number', 'date'] } },
      { maxLength: 40 },
    ),
    max: textField(
      { label: { 'zh-CN': '最大值', en: 'Most' }, showWhen: { field: 'kind', is: ['number', 'date'] } },
      { maxLength: 40 },
    ),
    patterns: field(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }), {
      widget: 'patterns',
      label: { 'zh-CN': '订单号格式（正则）', en: 'Order number forms (patterns)' },
      showWhen: { field: 'kind', is: ['order'] },
    }),
    maxTries: integerField(
      { label: { 'zh-CN': '最多问几次', en: 'Ask at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    retry: templateField({ label: { 'zh-CN': '格式不对时说', en: 'Said when it does not fit' } }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

const KINDS: Readonly<Record<string, Bilingual>> = {
  number: { 'zh-CN': '数字', en: 'number' },
  date: { 'zh-CN': '日期', en: 'date' },
  phone: { 'zh-CN': '电话', en: 'phone' },
  email: { 'zh-CN': '邮箱', en: 'e-mail' },
  order: { 'zh-CN': '订单号', en: 'order number' },
};

export const askTypedNode = defineNode({
  type: 'askTyped',
  version: 1,
  group: 'input',
  icon: 'hash',
  title: { 'zh-CN': '询问信息', en: 'Ask for a value' },
  description: {
    'zh-CN': '询问数字、日期、电话、邮箱或订单号，自动核对格式。',
    en: 'Asks for a number, date, phone, e-mail or order number and checks it.',
  },
  keywords: [
    '订单号',
    '电话',
    '日期',
    '邮箱',
    '数字',
    'xwxx',
    'ddh',
    'dh',
    'rq',
    'number',
    'date',
    'phone',
    'email',
    'order',
    'ask',
  ],
  config,
  defaults: {
    prompt: '',
    kind: 'order',
    variable: '',
    min: '',
    max: '',
    patterns: ['[A-Za-z]{2}-?\\d{6,12}', '\\d{8,20}'],
    maxTries: 3,
    retry: {
      'zh-CN': '这个格式好像不对，请再核对一下。',
      en: "That doesn't look right. Please check and send it again.",
    },
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply }) => [
    { ...PORTS.answered, required: true },
    { ...PORTS.invalid, required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ prompt, kind }, locale) =>
    `${locale === 'en' ? 'Ask' : '询问'}${locale === 'en' ? ` ${KINDS[kind]?.en ?? kind}: ` : `${KINDS[kind]?.['zh-CN'] ?? kind}：`}${localize(prompt, locale)}`,
  compile: (context) => {
    const { prompt, variable, maxTries, retry, noReply, interrupt, mergeBurstMs } = context.config;
    return question(context, {
      prompt: [textMessage(prompt)],
      answer: answerOf(context.config, context.timeZone),
      variable,
      answered: [{ port: 'answered' }],
      retry: textMessage(retry),
      maxTries,
      invalid: 'invalid',
      noReply,
      interrupt,
      mergeBurstMs,
      sure: true,
    });
  },
  check: ({ prompt, kind, min, max, patterns }) => [
    ...(variantsOf(prompt).every(({ text }) => text.trim() === '')
      ? [
          {
            severity: 'error' as const,
            field: '/prompt',
            message: { 'zh-CN': '问题是空的。', en: 'The question is empty.' },
          },
        ]
      : []),
    ...(kind === 'order' && patterns.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/patterns',
            message: { 'zh-CN': '至少写一种订单号格式。', en: 'Write at least one form of order numbers.' },
          },
        ]
      : []),
    ...(kind === 'order' ? patterns : []).flatMap((pattern, index) => {
      const compiled = compilePattern(pattern);
      return compiled.ok
        ? []
        : [{ severity: 'error' as const, field: `/patterns/${String(index)}`, message: compiled.problem.message }];
    }),
    ...(kind === 'number'
      ? ([
          ['/min', min],
          ['/max', max],
        ] as const)
      : []
    ).flatMap(([pointer, value]) =>
      value === '' || Number.isFinite(Number(value))
        ? []
        : [
            {
              severity: 'error' as const,
              field: pointer,
              message: { 'zh-CN': '这里要写一个数字。', en: 'Write a number here.' },
            },
          ],
    ),
  ],
  writes: ({ variable, kind }) =>
    variable === '' ? [] : [{ name: variable, type: kind === 'number' ? 'number' : kind === 'date' ? 'date' : 'text' }],
  reads: ({ prompt, retry }) => [
    { field: '/prompt', kind: 'template', source: prompt },
    { field: '/retry', kind: 'template', source: retry },
  ],
  effects: ['message.send'],
  waits: true,
});

function answerOf({ kind, min, max, patterns }: Static<typeof config>, timeZone: string): AnswerSpec {
  switch (kind) {
    case 'number':
      return { kind, ...(min === '' ? {} : { min: Number(min) }), ...(max === '' ? {} : { max: Number(max) }) };
    case 'date':
      return {
        kind,
        timeZone,
        ...(min === '' ? {} : { earliest: min }),
        ...(max === '' ? {} : { latest: max }),
      };
    case 'phone':
      return { kind, region: 'CN' };
    case 'email':
      return { kind };
    case 'order':
      return { kind, patterns };
  }
}
