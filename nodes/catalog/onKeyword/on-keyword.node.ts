// On keyword: listens for words in every state that allows topics to cut in.
import { Type } from 'typebox';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode, type ConfigProblem } from '#nodes/kit/define-node.ts';
import { field, selectField } from '#nodes/kit/fields.ts';
import { compilePattern } from '#nodes/kit/pattern.ts';
import { TRIGGER_DEFAULTS, TRIGGER_FIELDS, entryOf } from '#nodes/kit/triggers.ts';

const config = Type.Object(
  {
    words: field(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 }), {
      widget: 'keywords',
      label: { 'zh-CN': '关键词', en: 'Keywords' },
      hint: { 'zh-CN': '客户的话里出现其中之一就会触发。', en: 'Any one of them in the message starts this branch.' },
    }),
    match: selectField(['contains', 'exact', 'starts', 'pattern'], {
      label: { 'zh-CN': '匹配方式', en: 'How to match' },
      options: [
        { value: 'contains', label: { 'zh-CN': '包含', en: 'Contains' } },
        { value: 'exact', label: { 'zh-CN': '完全相同', en: 'Whole message' } },
        { value: 'starts', label: { 'zh-CN': '以此开头', en: 'Starts with' } },
        { value: 'pattern', label: { 'zh-CN': '正则表达式', en: 'Pattern' } },
      ],
    }),
    ...TRIGGER_FIELDS,
  },
  { additionalProperties: false },
);

export const onKeywordNode = defineNode({
  type: 'onKeyword',
  version: 2,
  group: 'trigger',
  icon: 'message-square-quote',
  title: { 'zh-CN': '关键词触发', en: 'On keyword' },
  description: { 'zh-CN': '客户说到某些词时从这里开始。', en: 'Starts here when the customer uses certain words.' },
  keywords: ['关键词', '命令', 'gjc', 'gjccf', 'keyword', 'command', 'word'],
  config,
  defaults: { words: [], match: 'contains', ...TRIGGER_DEFAULTS },
  ports: () => [{ id: 'matched', label: { 'zh-CN': '命中', en: 'Matched' }, role: 'main', required: true }],
  summary: ({ words }, locale) =>
    words.length === 0
      ? locale === 'en'
        ? 'No keywords yet'
        : '还没有关键词'
      : words.slice(0, 5).join(locale === 'en' ? ', ' : '、'),
  compile: (context) => passThrough(context, [], 'matched'),
  trigger: ({ words, match, ...rest }) => ({
    kind: 'keyword',
    words,
    match,
    ...entryOf(rest),
  }),
  check: ({ words, match }) => [
    ...(words.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/words',
            message: { 'zh-CN': '至少写一个关键词。', en: 'Write at least one keyword.' },
          },
        ]
      : []),
    ...(match === 'pattern' ? words.flatMap((word, index) => patternProblem(word, index)) : []),
  ],
  // Nodes drawn before open questions were kept give them up, as they always did.
  upgrades: { 1: (before) => ({ comesBack: false, ...(before as object) }) },
  effects: [],
  waits: false,
});

function patternProblem(word: string, index: number): readonly ConfigProblem[] {
  const compiled = compilePattern(word);
  if (compiled.ok) return [];
  return [{ severity: 'error', field: `/words/${String(index)}`, message: compiled.problem.message }];
}
