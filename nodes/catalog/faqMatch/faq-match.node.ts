// Match a question: gives the approved answer to a known question, and offers the nearest ones when it is not sure.
import { Type } from 'typebox';
import { say, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField, numberField, switchField, templateField } from '#nodes/kit/fields.ts';
import { KNOWLEDGE_LABELS, labelled } from '#nodes/kit/knowledge-fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { GuardJson } from '#nodes/kit/machine.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template, when } from '#nodes/kit/values.ts';

/** Near questions shown as choices. */
const MOST_NEAR = 5;

const config = Type.Object(
  {
    baseIds: field(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 50 }), {
      widget: 'knowledge-bases',
      label: { 'zh-CN': '知识库', en: 'Knowledge bases' },
      hint: {
        'zh-CN': '不选表示全部；只用其中的问答条目。',
        en: 'None chosen: all. Only questions with answers count.',
      },
    }),
    question: templateField({ label: { 'zh-CN': '问题', en: 'Question' } }),
    hitScore: numberField(
      { label: { 'zh-CN': '多有把握才直接回答', en: 'Confidence to answer at once' } },
      { minimum: 0, maximum: 1 },
    ),
    nearScore: numberField(
      { label: { 'zh-CN': '多接近才列出来', en: 'Confidence to offer a question' } },
      { minimum: 0, maximum: 1 },
    ),
    showNear: switchField({ label: { 'zh-CN': '没把握时列出相近的问题', en: 'Offer near questions when unsure' } }),
    nearText: templateField({
      label: { 'zh-CN': '列出时说', en: 'Said with them' },
      showWhen: { field: 'showNear', is: [true] },
    }),
    noneLabel: templateField({ label: { 'zh-CN': '「都不是」按钮', en: 'None-of-these button' }, section: 'advanced' }),
    most: integerField(
      { label: { 'zh-CN': '最多列几个', en: 'Offer at most' }, section: 'advanced' },
      { minimum: 1, maximum: MOST_NEAR },
    ),
    ...KNOWLEDGE_LABELS,
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const faqMatchNode = defineNode({
  type: 'faqMatch',
  version: 1,
  group: 'knowledge',
  icon: 'message-circle-question',
  title: { 'zh-CN': '匹配问答', en: 'Match a question' },
  description: {
    'zh-CN': '命中问答就给出审核过的答案，没把握时列出相近的问题。',
    en: 'Gives the approved answer to a known question; offers near ones when unsure.',
  },
  keywords: ['问答', 'FAQ', '常见问题', 'ppwd', 'wd', 'cjwt', 'faq', 'question', 'match'],
  config,
  defaults: {
    baseIds: [],
    question: '{{ turn.text }}',
    hitScore: 0.7,
    nearScore: 0.3,
    showNear: true,
    nearText: { 'zh-CN': '您是想问下面哪一个？', en: 'Is it one of these?' },
    noneLabel: { 'zh-CN': '都不是', en: 'None of these' },
    most: 3,
    ...WAIT_DEFAULTS,
  },
  ports: ({ showNear, noReply }) => [
    { id: 'hit', label: { 'zh-CN': '已回答', en: 'Answered' }, role: 'main', required: true },
    ...(showNear
      ? []
      : [{ id: 'near', label: { 'zh-CN': '有相近的', en: 'Near ones' }, role: 'branch' as const, required: true }]),
    { id: 'miss', label: { 'zh-CN': '没有', en: 'None' }, role: 'branch', required: true },
    ...(showNear && noReply.enabled ? [PORTS.noReply] : []),
    PORTS.error,
  ],
  summary: ({ question, showNear }, locale) => {
    const asked = localize(question, locale);
    const what = asked === '{{ turn.text }}' ? (locale === 'en' ? 'the last words' : '客户的话') : asked;
    return showNear ? `${what} · ${locale === 'en' ? 'offers near ones' : '列出相近问题'}` : what;
  },
  compile: (context) => {
    const {
      baseIds,
      question,
      hitScore,
      nearScore,
      showNear,
      nearText,
      noneLabel,
      most,
      noReply,
      interrupt,
      mergeBurstMs,
      labels,
    } = context.config;
    const node = context.id;
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const found = (condition: string): GuardJson => ({
      type: 'all',
      params: { guards: [isMine, { type: 'when', params: { node, expr: condition } }] },
    });
    const answered = (index: number) => ['faq', `faqNear[${String(index)}]`] as const;
    const keepHit = {
      type: 'assign' as const,
      params: { node, assignments: [{ target: 'faq', value: expr('event.output.hits[0]') }] },
    };
    const keepNear = {
      type: 'assign' as const,
      params: { node, assignments: [{ target: 'faqNear', value: expr('event.output.hits') }] },
    };
    const tell = say(node, {
      kind: 'text',
      text: expr('faq.answer'),
      sources: [{ title: expr("faq.title ?? ''"), quote: expr("faq.text ?? ''") }],
    });
    // Only approved pairs are offered: a passage without an answer is nothing to give as written.
    const isNear = (index: number) =>
      `(faqNear[${String(index)}].answer ?? '') != '' and (faqNear[${String(index)}].score ?? 0) >= ${String(nearScore)}`;
    const choices = Array.from({ length: most }, (_, index) =>
      when(isNear(index), { id: `faq:${String(index)}`, label: expr(`faqNear[${String(index)}].text`) }),
    );
    const best = "(event.output.hits[0].answer ?? '') != ''";
    // The nearest of all may be a passage: an approved question behind it is still worth offering.
    const anyNear = Array.from(
      { length: most },
      (_, index) =>
        `((event.output.hits[${String(index)}].answer ?? '') != '' and (event.output.hits[${String(index)}].score ?? 0) >= ${String(nearScore)})`,
    ).join(' or ');
    const take = Array.from({ length: most }, (_, index) => ({
      target: context.inner('telling'),
      guard: {
        type: 'when' as const,
        params: { node, expr: `event.choice == 'faq:${String(index)}' and ${isNear(index)}` },
      },
      actions: [
        {
          type: 'assign' as const,
          params: { node, assignments: [{ target: answered(index)[0], value: expr(answered(index)[1]) }] },
        },
      ],
    }));
    return {
      initial: 'searching',
      states: {
        searching: {
          tags: ['working'],
          entry: [
            {
              type: 'effect',
              params: {
                node,
                index: 0,
                kind: 'knowledge.search',
                request: {
                  question: template(question),
                  baseIds,
                  topK: MOST_NEAR,
                  minScore: Math.min(nearScore, hitScore),
                  ...labelled(labels),
                },
              },
            },
          ],
          on: {
            'effect.completed': [
              {
                target: context.inner('telling'),
                guard: found(`${best} and (event.output.hits[0].score ?? 0) >= ${String(hitScore)}`),
                actions: [keepHit, keepNear],
              },
              ...(showNear
                ? [{ target: context.inner('offering'), guard: found(anyNear), actions: [keepNear] }]
                : [context.to('near', { guard: found(anyNear), actions: [keepNear] })]),
              context.to('miss', { guard: isMine, actions: [keepNear] }),
            ],
            'effect.failed': [context.to('error', { guard: isMine })],
          },
        },
        telling: { entry: [tell], always: [context.to('hit')] },
        ...(showNear
          ? {
              offering: {
                entry: [
                  say(node, {
                    kind: 'choices',
                    text: template(nearText),
                    choices: [...choices, { id: 'faq:none', label: template(noneLabel) }],
                  }),
                ],
                always: [{ target: context.inner('waiting') }],
              },
              waiting: waiting(context, {
                on: {
                  'choice.selected': [...take, context.to('miss')],
                  // Other words are a new question.
                  'message.received': [{ target: context.inner('searching') }],
                },
                noReply,
                interrupt,
                mergeBurstMs,
              }),
            }
          : {}),
      },
    };
  },
  check: ({ hitScore, nearScore }) =>
    nearScore > hitScore
      ? [
          {
            severity: 'error',
            field: '/nearScore',
            message: {
              'zh-CN': '列出的门槛应低于直接回答的门槛。',
              en: 'Offering must need less confidence than answering.',
            },
          },
        ]
      : [],
  writes: () => [
    { name: 'faq', type: 'object' },
    { name: 'faqNear', type: 'list' },
  ],
  reads: ({ question, nearText }) => [
    { field: '/question', kind: 'template', source: question },
    { field: '/nearText', kind: 'template', source: nearText },
  ],
  effects: ['knowledge.search', 'message.send'],
  waits: true,
});
