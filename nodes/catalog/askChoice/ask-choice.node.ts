// Ask to choose: buttons, one way out for each, and a way out for everything else.
import { Type } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { question } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField, switchField, templateField, variableField } from '#nodes/kit/fields.ts';
import { LocalizedSchema, localize, variantsOf } from '#nodes/kit/localized.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { template } from '#nodes/kit/values.ts';

const Option = Type.Object({
  id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
  label: LocalizedSchema(),
  keywords: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 30 })),
});

const config = Type.Object(
  {
    prompt: templateField({ multiline: true, label: { 'zh-CN': '问题', en: 'Question' } }),
    options: field(Type.Array(Option, { maxItems: 50 }), {
      widget: 'options',
      label: { 'zh-CN': '选项', en: 'Options' },
      hint: {
        'zh-CN': '每个选项有自己的出口；客户也可以直接打字。',
        en: 'Each option has its own way out; customers may also type.',
      },
    }),
    variable: variableField({ label: { 'zh-CN': '保存到', en: 'Store in' } }),
    fuzzy: switchField({
      label: { 'zh-CN': '容忍错别字和近似说法', en: 'Forgive typos and near wordings' },
      section: 'advanced',
    }),
    maxTries: integerField(
      { label: { 'zh-CN': '最多问几次', en: 'Ask at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    retry: templateField({ label: { 'zh-CN': '没有选中时说', en: 'Said when nothing fits' }, section: 'advanced' }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const askChoiceNode = defineNode({
  type: 'askChoice',
  version: 1,
  group: 'input',
  icon: 'list-checks',
  title: { 'zh-CN': '询问选择', en: 'Ask to choose' },
  description: { 'zh-CN': '给出几个选项，每个选项走一条路。', en: 'Offers options; each has its own way out.' },
  keywords: ['选择', '按钮', '菜单', 'xz', 'xwxz', 'cd', 'choice', 'menu', 'buttons', 'options'],
  config,
  defaults: {
    prompt: '',
    options: [],
    variable: '',
    fuzzy: true,
    maxTries: 2,
    retry: { 'zh-CN': '请从下面选一个：', en: 'Please pick one of these:' },
    ...WAIT_DEFAULTS,
  },
  ports: ({ options, noReply }) => [
    ...options.map((option) => ({ id: option.id, label: option.label, role: 'branch' as const, required: true })),
    { id: 'other', label: { 'zh-CN': '其他', en: 'Other' }, role: 'problem', required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ prompt, options }, locale) =>
    `${localize(prompt, locale)} ${options.map((option) => `[${localize(option.label, locale)}]`).join(' ')}`.trim(),
  compile: (context) => {
    const { prompt, options, variable, fuzzy, maxTries, retry, noReply, interrupt, mergeBurstMs } = context.config;
    const answer: AnswerSpec = { kind: 'choice', options, multiple: false, fuzzy };
    const choices = options.map((option) => ({ id: option.id, label: template(option.label) }));
    return question(context, {
      prompt: [{ kind: 'choices', text: template(prompt), choices }],
      answer,
      variable,
      answered: options.map((option) => ({
        port: option.id,
        guard: { type: 'chooses', params: { node: context.id, answer, choice: option.id } },
      })),
      retry: { kind: 'choices', text: template(retry), choices },
      maxTries,
      invalid: 'other',
      noReply,
      interrupt,
      mergeBurstMs,
      sure: true,
    });
  },
  check: ({ prompt, options }) => [
    ...(variantsOf(prompt).every(({ text }) => text.trim() === '')
      ? [
          {
            severity: 'error' as const,
            field: '/prompt',
            message: { 'zh-CN': '问题是空的。', en: 'The question is empty.' },
          },
        ]
      : []),
    ...(options.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/options',
            message: { 'zh-CN': '至少给一个选项。', en: 'Give at least one option.' },
          },
        ]
      : []),
    ...options.flatMap((option, index) =>
      options.findIndex((other) => other.id === option.id) !== index || ['other', 'noReply'].includes(option.id)
        ? [
            {
              severity: 'error' as const,
              field: `/options/${String(index)}/id`,
              message: {
                'zh-CN': `选项编号「${option.id}」重复或被保留。`,
                en: `The option id "${option.id}" is taken.`,
              },
            },
          ]
        : [],
    ),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'text' }]),
  reads: ({ prompt, retry, options }) => [
    { field: '/prompt', kind: 'template', source: prompt },
    { field: '/retry', kind: 'template', source: retry },
    ...options.map((option, index) => ({
      field: `/options/${String(index)}/label`,
      kind: 'template' as const,
      source: option.label,
    })),
  ],
  effects: ['message.send'],
  waits: true,
});
