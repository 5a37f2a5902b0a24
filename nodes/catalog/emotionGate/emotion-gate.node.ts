// Emotion gate: which mood the customer is in, with a threshold, a window of turns and hysteresis.
import { Type } from 'typebox';
import { branch } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field } from '#nodes/kit/fields.ts';
import { MoodGateSchema } from '#nodes/kit/gates.ts';

const MOODS = ['angry', 'anxious', 'sad'] as const;

const config = Type.Object(
  {
    gate: field(MoodGateSchema, {
      widget: 'mood-gate',
      label: { 'zh-CN': '什么时候算数', en: 'When a mood counts' },
      hint: {
        'zh-CN': '一条消息特别强烈，或最近几条都偏强烈，就走对应的出口。',
        en: 'One very strong message, or several strong ones lately, take the way out of that mood.',
      },
    }),
  },
  { additionalProperties: false },
);

export const emotionGateNode = defineNode({
  type: 'emotionGate',
  version: 1,
  group: 'ai',
  icon: 'heart-pulse',
  title: { 'zh-CN': '情绪判断', en: 'Emotion gate' },
  description: { 'zh-CN': '按客户的情绪走不同的路。', en: 'Goes a different way by the mood of the customer.' },
  keywords: ['情绪', '生气', '愤怒', 'qx', 'qxpd', 'emotion', 'mood', 'angry', 'sentiment'],
  config,
  defaults: { gate: { threshold: 0.5, hardLimit: 0.7, turns: 2, window: 3, hysteresis: 0.1 } },
  ports: () => [
    { id: 'calm', label: { 'zh-CN': '平静', en: 'Calm' }, role: 'main', required: true },
    { id: 'angry', label: { 'zh-CN': '愤怒', en: 'Angry' }, role: 'branch', required: true },
    { id: 'anxious', label: { 'zh-CN': '着急', en: 'Anxious' }, role: 'branch' },
    { id: 'sad', label: { 'zh-CN': '难过', en: 'Sad' }, role: 'branch' },
    { id: 'other', label: { 'zh-CN': '其他', en: 'Other' }, role: 'branch' },
  ],
  summary: ({ gate }, locale) =>
    locale === 'en'
      ? `Angry at ${String(gate.hardLimit)}, or ${String(gate.turns)} of ${String(gate.window)} above ${String(gate.threshold)}`
      : `单条达到 ${String(gate.hardLimit)}，或最近 ${String(gate.window)} 条中有 ${String(gate.turns)} 条超过 ${String(gate.threshold)}`,
  compile: (context) => {
    const { id: node, config } = context;
    // A mood nobody drew a way for goes on as calm.
    const cases = [...MOODS, 'happy' as const].flatMap((mood) => {
      const port = mood === 'happy' ? 'other' : mood;
      return context.isWired(port)
        ? [{ guard: { type: 'moodIs' as const, params: { node, mood, gate: config.gate } }, port }]
        : [];
    });
    return branch(context, cases, 'calm');
  },
  check: ({ gate }) =>
    gate.turns > gate.window
      ? [
          {
            severity: 'error',
            field: '/gate/turns',
            message: { 'zh-CN': '条数不能大于窗口。', en: 'The count cannot exceed the window.' },
          },
        ]
      : [],
  effects: [],
  waits: false,
});
