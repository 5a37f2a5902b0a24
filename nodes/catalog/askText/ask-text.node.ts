// Ask for text: an open question whose answer is stored as it was written.
import { Type } from 'typebox';
import { question, textMessage } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { integerField, switchField, templateField, textField, variableField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import { compilePattern } from '#nodes/kit/pattern.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object(
  {
    prompt: templateField({ multiline: true, label: { 'zh-CN': '问题', en: 'Question' } }),
    variable: variableField({ label: { 'zh-CN': '保存到', en: 'Store in' } }),
    pattern: textField({
      label: { 'zh-CN': '格式（正则）', en: 'Form (pattern)' },
      hint: { 'zh-CN': '留空则接受任何内容。', en: 'Empty: anything is accepted.' },
      section: 'advanced',
    }),
    maxTries: integerField(
      { label: { 'zh-CN': '最多问几次', en: 'Ask at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    retry: templateField({
      label: { 'zh-CN': '回答无效时说', en: 'Said when the answer does not fit' },
      section: 'advanced',
    }),
    mask: switchField({
      label: { 'zh-CN': '在日志中隐藏回答', en: 'Hide the answer in logs' },
      section: 'advanced',
    }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const askTextNode = defineNode({
  type: 'askText',
  version: 1,
  group: 'input',
  icon: 'text-cursor-input',
  title: { 'zh-CN': '询问文本', en: 'Ask for text' },
  description: { 'zh-CN': '提一个开放问题，把回答存起来。', en: 'Asks an open question and stores the answer.' },
  keywords: ['询问', '提问', '文本', 'xw', 'xwwb', 'ask', 'question', 'input', 'text'],
  config,
  defaults: {
    prompt: '',
    variable: '',
    pattern: '',
    maxTries: 3,
    retry: { 'zh-CN': '没有看明白，能再说一次吗？', en: "I couldn't read that. Could you say it again?" },
    mask: false,
    ...WAIT_DEFAULTS,
  },
  ports: ({ pattern, noReply }) => [
    { ...PORTS.answered, required: true },
    ...(pattern === '' ? [] : [PORTS.invalid]),
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ prompt }, locale) => `${locale === 'en' ? 'Ask: ' : '询问：'}${localize(prompt, locale)}`,
  compile: (context) => {
    const { prompt, variable, pattern, maxTries, retry, noReply, interrupt, mergeBurstMs } = context.config;
    return question(context, {
      prompt: [textMessage(prompt)],
      answer: { kind: 'text', minLength: 1, ...(pattern === '' ? {} : { pattern }) },
      variable,
      answered: [{ port: 'answered' }],
      retry: textMessage(retry),
      maxTries,
      invalid: pattern === '' ? undefined : 'invalid',
      noReply,
      interrupt,
      mergeBurstMs,
      sure: pattern !== '',
    });
  },
  check: ({ prompt, pattern }) => {
    const compiled = pattern === '' ? undefined : compilePattern(pattern);
    return [
      ...(variantsOf(prompt).every(({ text }) => text.trim() === '')
        ? [
            {
              severity: 'error' as const,
              field: '/prompt',
              message: { 'zh-CN': '问题是空的。', en: 'The question is empty.' },
            },
          ]
        : []),
      ...(compiled !== undefined && !compiled.ok
        ? [{ severity: 'error' as const, field: '/pattern', message: compiled.problem.message }]
        : []),
    ];
  },
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'text' }]),
  reads: ({ prompt, retry }) => [
    { field: '/prompt', kind: 'template', source: prompt },
    { field: '/retry', kind: 'template', source: retry },
  ],
  effects: ['message.send'],
  waits: true,
});
