// On intent: listens for what the customer means, in every state that allows topics to cut in.
import { Type } from 'typebox';
import { passThrough } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { TRIGGER_DEFAULTS, TRIGGER_FIELDS, entryOf } from '#nodes/kit/triggers.ts';
import { field, numberField } from '#nodes/kit/fields.ts';

const config = Type.Object(
  {
    intents: field(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 50 }), {
      widget: 'intents',
      label: { 'zh-CN': '意图', en: 'Intents' },
      hint: {
        'zh-CN': '每个意图写 15 句以上例句，识别会更准。',
        en: 'Fifteen or more example sentences per intent make it reliable.',
      },
    }),
    minScore: numberField(
      { label: { 'zh-CN': '最低把握', en: 'Least confidence' }, section: 'advanced' },
      { minimum: 0, maximum: 1 },
    ),
    ...TRIGGER_FIELDS,
  },
  { additionalProperties: false },
);

export const onIntentNode = defineNode({
  type: 'onIntent',
  version: 2,
  group: 'trigger',
  icon: 'zap',
  title: { 'zh-CN': '意图触发', en: 'On intent' },
  description: {
    'zh-CN': '识别到客户的意图时从这里开始。',
    en: 'Starts here when the customer means a certain thing.',
  },
  keywords: ['意图', 'yt', 'ytcf', 'intent', 'nlu'],
  config,
  defaults: { intents: [], minScore: 0.5, ...TRIGGER_DEFAULTS },
  ports: () => [{ id: 'matched', label: { 'zh-CN': '命中', en: 'Matched' }, role: 'main', required: true }],
  summary: ({ intents }, locale) =>
    intents.length === 0
      ? locale === 'en'
        ? 'No intent chosen'
        : '还没有选择意图'
      : intents.join(locale === 'en' ? ', ' : '、'),
  compile: (context) => passThrough(context, [], 'matched'),
  trigger: ({ intents, minScore, ...rest }) => ({
    kind: 'intent',
    intents,
    minScore,
    ...entryOf(rest),
  }),
  check: ({ intents }) =>
    intents.length === 0
      ? [
          {
            severity: 'error',
            field: '/intents',
            message: { 'zh-CN': '至少选择一个意图。', en: 'Choose at least one intent.' },
          },
        ]
      : [],
  // Nodes drawn before open questions were kept give them up, as they always did.
  upgrades: { 1: (before) => ({ comesBack: false, ...(before as object) }) },
  effects: [],
  waits: false,
});
