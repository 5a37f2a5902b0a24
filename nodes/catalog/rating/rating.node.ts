// Rating: how satisfied the customer is, with the bot or with the person.
import { Type } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { commit, say, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { integerField, selectField, templateField } from '#nodes/kit/fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    prompt: templateField({ label: { 'zh-CN': '问题', en: 'Question' } }),
    max: integerField({ label: { 'zh-CN': '最高分', en: 'Highest score' } }, { minimum: 2, maximum: 10 }),
    target: selectField(['bot', 'agent'], {
      label: { 'zh-CN': '评价谁', en: 'Who is rated' },
      options: [
        { value: 'bot', label: { 'zh-CN': '机器人', en: 'The bot' } },
        { value: 'agent', label: { 'zh-CN': '人工客服', en: 'The person' } },
      ],
    }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const ratingNode = defineNode({
  type: 'rating',
  version: 1,
  group: 'human',
  icon: 'star',
  title: { 'zh-CN': '满意度评价', en: 'Rating' },
  description: { 'zh-CN': '请客户打分。', en: 'Asks how satisfied the customer is.' },
  keywords: ['评价', '满意度', '打分', 'pj', 'myd', 'df', 'rating', 'csat', 'score', 'survey'],
  config,
  defaults: {
    prompt: { 'zh-CN': '这次服务您满意吗？', en: 'How was this conversation?' },
    max: 5,
    target: 'bot',
    ...WAIT_DEFAULTS,
    noReply: { enabled: true, afterMs: 3_600_000, reminders: [] },
  },
  ports: ({ noReply }) => [
    { id: 'good', label: { 'zh-CN': '满意', en: 'Good' }, role: 'main', required: true },
    { id: 'neutral', label: { 'zh-CN': '一般', en: 'Neutral' }, role: 'branch', required: true },
    { id: 'bad', label: { 'zh-CN': '不满意', en: 'Bad' }, role: 'branch', required: true },
    { id: 'skipped', label: { 'zh-CN': '没有评价', en: 'Skipped' }, role: 'branch', required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ prompt, max }, locale) => `${localize(prompt, locale)} (1–${String(max)})`,
  compile: (context) => {
    const { prompt, max, target, noReply, interrupt, mergeBurstMs } = context.config;
    const node = context.id;
    const answer: AnswerSpec = { kind: 'rating', max };
    const choices = Array.from({ length: max }, (_, index) => ({ id: String(index + 1), label: String(index + 1) }));
    const keep: ActionJson = { type: 'keep', params: { node, target: 'rating', answer } };
    const record = commit(node, 0, 'rating.record', { target, score: expr('rating'), max });
    const recorded = (port: string, condition: string) =>
      context.to(port, { guard: { type: 'when', params: { node, expr: condition } }, actions: [record] });
    const scored = [
      {
        target: context.inner('scored'),
        guard: { type: 'answers' as const, params: { node, answer } },
        actions: [keep],
      },
      context.to('skipped'),
    ];
    return {
      initial: 'asking',
      states: {
        asking: {
          entry: [say(node, { kind: 'rating', text: template(prompt), choices })],
          always: [{ target: context.inner('waiting') }],
        },
        waiting: waiting(context, {
          on: { 'choice.selected': scored, 'message.received': scored, 'form.submitted': [context.to('skipped')] },
          noReply,
          interrupt,
          mergeBurstMs,
          sureAnswers: [answer],
        }),
        scored: {
          always: [
            recorded('good', `rating - 1 > ${String(max - 1)} * 0.6`),
            recorded('neutral', `rating - 1 > ${String(max - 1)} * 0.4`),
            recorded('bad', 'true'),
          ],
        },
      },
    };
  },
  writes: () => [{ name: 'rating', type: 'number' }],
  reads: ({ prompt }) => [{ field: '/prompt', kind: 'template', source: prompt }],
  effects: ['rating.record', 'message.send'],
  waits: true,
});
