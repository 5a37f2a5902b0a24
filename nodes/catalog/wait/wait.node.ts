// Wait: lets time pass; the timer is a row and survives restarts.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, expressionField, selectField, switchField } from '#nodes/kit/fields.ts';
import type { DelaySpec } from '#nodes/kit/machine.ts';

const config = Type.Object(
  {
    mode: selectField(['duration', 'until'], {
      label: { 'zh-CN': '等多久', en: 'How long' },
      options: [
        { value: 'duration', label: { 'zh-CN': '一段时间', en: 'A length of time' } },
        { value: 'until', label: { 'zh-CN': '到某个时间', en: 'Until a time' } },
      ],
    }),
    durationMs: durationField(
      { label: { 'zh-CN': '时长', en: 'Length' }, showWhen: { field: 'mode', is: ['duration'] } },
      { minimum: 100 },
    ),
    until: expressionField({
      label: { 'zh-CN': '时间（表达式）', en: 'Time (expression)' },
      hint: { 'zh-CN': '例如 now + 3600000，即一小时后。', en: 'For example now + 3600000: in one hour.' },
      showWhen: { field: 'mode', is: ['until'] },
    }),
    cancelOnMessage: switchField({
      label: { 'zh-CN': '客户说话就不再等', en: 'Stop waiting when the customer writes' },
    }),
  },
  { additionalProperties: false },
);

export const waitNode = defineNode({
  type: 'wait',
  version: 1,
  group: 'logic',
  icon: 'timer',
  title: { 'zh-CN': '等待', en: 'Wait' },
  description: { 'zh-CN': '等一段时间再继续，重启也不会丢。', en: 'Lets time pass; a restart loses nothing.' },
  keywords: ['等待', '延时', '定时', 'dd', 'ys', 'wait', 'delay', 'timer'],
  config,
  defaults: { mode: 'duration', durationMs: 60_000, until: '', cancelOnMessage: true },
  ports: ({ cancelOnMessage }) => [
    { id: 'due', label: { 'zh-CN': '时间到', en: 'Due' }, role: 'main', required: true },
    ...(cancelOnMessage
      ? [
          {
            id: 'cancelled',
            label: { 'zh-CN': '客户说话', en: 'Customer wrote' },
            role: 'branch' as const,
            required: true,
          },
        ]
      : []),
  ],
  summary: ({ mode, durationMs, until }, locale) => (mode === 'until' ? until : lengthOf(durationMs, locale)),
  compile: (context) => {
    const { mode, durationMs, until, cancelOnMessage } = context.config;
    const spec: DelaySpec = mode === 'until' ? { expr: until, until: true, node: context.id } : { ms: durationMs };
    const cancelled = cancelOnMessage ? [context.to('cancelled')] : [];
    return {
      tags: ['waiting'],
      meta: { node: context.id, interrupt: 'allow' },
      after: { [context.delay('due', spec)]: [context.to('due')] },
      on: cancelOnMessage
        ? { 'message.received': cancelled, 'choice.selected': cancelled, 'form.submitted': cancelled }
        : {},
    };
  },
  check: ({ mode, until }) =>
    mode === 'until' && until.trim() === ''
      ? [
          {
            severity: 'error',
            field: '/until',
            message: { 'zh-CN': '没有写等到什么时间。', en: 'Say until when to wait.' },
          },
        ]
      : [],
  reads: ({ mode, until }) =>
    mode === 'until' && until.trim() !== '' ? [{ field: '/until', kind: 'expression', source: until }] : [],
  effects: [],
  waits: true,
});

function lengthOf(ms: number, locale: string): string {
  const units = [
    [86_400_000, '天', 'd'],
    [3_600_000, '小时', 'h'],
    [60_000, '分钟', 'min'],
    [1000, '秒', 's'],
  ] as const;
  const [size, zh, en] = units.find(([unit]) => ms >= unit) ?? [1, '毫秒', 'ms'];
  const count = Math.round((ms / size) * 10) / 10;
  return locale === 'en' ? `${String(count)} ${en}` : `${String(count)} ${zh}`;
}
