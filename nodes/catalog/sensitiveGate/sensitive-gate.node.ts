// Sensitive gate: looks for personal data and forbidden words in a text, masks or stops it, and says which kinds it saw.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { expressionField, field, variableField } from '#nodes/kit/fields.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { compilePattern } from '#nodes/kit/pattern.ts';
import { SENSITIVE_KINDS, type SensitiveKind } from '#nodes/kit/sensitive.ts';
import { screened } from '#nodes/kit/values.ts';

const WORDS = Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1000 });

const NAMES: Readonly<Record<SensitiveKind, Bilingual>> = {
  phone: { 'zh-CN': '电话', en: 'Phone numbers' },
  idCard: { 'zh-CN': '身份证号', en: 'ID card numbers' },
  bankCard: { 'zh-CN': '银行卡号', en: 'Bank card numbers' },
  email: { 'zh-CN': '邮箱', en: 'E-mail addresses' },
  plate: { 'zh-CN': '车牌', en: 'Licence plates' },
};

const config = Type.Object(
  {
    source: expressionField({
      label: { 'zh-CN': '检查哪段文字', en: 'The text to look at' },
      hint: {
        'zh-CN': '默认是客户刚说的话；也可以是即将发出的内容。',
        en: 'By default what the customer just said; or what is about to be sent.',
      },
    }),
    kinds: field(Type.Array(Type.Enum([...SENSITIVE_KINDS]), { maxItems: SENSITIVE_KINDS.length }), {
      widget: 'multi-select',
      label: { 'zh-CN': '个人信息', en: 'Personal data' },
      options: SENSITIVE_KINDS.map((value) => ({ value, label: NAMES[value] })),
    }),
    words: field(WORDS, { widget: 'tags', label: { 'zh-CN': '要遮住的词', en: 'Words to mask' } }),
    patterns: field(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }), {
      widget: 'patterns',
      label: { 'zh-CN': '要遮住的格式（正则）', en: 'Patterns to mask' },
      section: 'advanced',
    }),
    blocked: field(WORDS, {
      widget: 'tags',
      label: { 'zh-CN': '出现就拦下的词', en: 'Words that stop it' },
    }),
    variable: variableField({
      label: { 'zh-CN': '处理后的文字保存到', en: 'Store the masked text in' },
    }),
  },
  { additionalProperties: false },
);

export const sensitiveGateNode = defineNode({
  type: 'sensitiveGate',
  version: 1,
  group: 'logic',
  icon: 'shield-alert',
  title: { 'zh-CN': '敏感信息检查', en: 'Sensitive content' },
  description: {
    'zh-CN': '遮住文字里的手机号、证件号等，遇到禁用词就拦下。',
    en: 'Masks phone numbers, cards and your own words in a text, and stops forbidden ones.',
  },
  keywords: ['敏感', '脱敏', '违禁', '隐私', 'mgxx', 'tm', 'sensitive', 'mask', 'privacy', 'pii', 'words'],
  config,
  defaults: {
    source: 'turn.text',
    kinds: [...SENSITIVE_KINDS],
    words: [],
    patterns: [],
    blocked: [],
    variable: 'safeText',
  },
  ports: () => [
    { id: 'clean', label: { 'zh-CN': '没有', en: 'Clean' }, role: 'main', required: true },
    { id: 'masked', label: { 'zh-CN': '已遮住', en: 'Masked' }, role: 'branch', required: true },
    { id: 'blocked', label: { 'zh-CN': '拦下', en: 'Stopped' }, role: 'problem', required: true },
  ],
  summary: ({ kinds, words, blocked }, locale) => {
    const own = words.length + blocked.length;
    const names = kinds.map((kind) => NAMES[kind][locale]).join(locale === 'en' ? ', ' : '、');
    return own === 0 ? names : `${names} · ${String(own)} ${locale === 'en' ? 'words' : '个词'}`;
  },
  compile: (context) => {
    const { source, kinds, words, patterns, blocked, variable } = context.config;
    const node = context.id;
    const is = (state: string) => ({ type: 'when' as const, params: { node, expr: `sensitive.state == '${state}'` } });
    const rules = { kinds, words, patterns, blocked };
    return {
      entry: [
        {
          type: 'assign',
          params: {
            node,
            assignments: [
              { target: 'sensitive', value: screened(source, rules) },
              ...(variable === '' ? [] : [{ target: variable, value: { $expr: 'sensitive.text' } }]),
            ],
          },
        },
      ],
      always: [
        context.to('blocked', { guard: is('blocked') }),
        context.to('masked', { guard: is('masked') }),
        context.to('clean'),
      ],
    };
  },
  check: ({ patterns }) =>
    patterns.flatMap((pattern, index) => {
      const compiled = compilePattern(pattern);
      return compiled.ok
        ? []
        : [{ severity: 'error' as const, field: `/patterns/${String(index)}`, message: compiled.problem.message }];
    }),
  writes: ({ variable }) => [
    { name: 'sensitive', type: 'object' },
    ...(variable === '' ? [] : [{ name: variable, type: 'text' as const }]),
  ],
  reads: ({ source }) => [{ field: '/source', kind: 'expression', source }],
  effects: [],
  waits: false,
});
