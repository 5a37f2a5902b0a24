// Wait: lets time pass; the timer is a row and survives restarts.
import { Type, type Static } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, expressionField, field, selectField, switchField } from '#nodes/kit/fields.ts';
import { WeeklyHoursSchema, type WeeklyHours } from '#nodes/kit/gates.ts';
import type { DelayKeep, DelaySpec, KeepTime } from '#nodes/kit/machine.ts';

const WORKDAY = [{ from: '09:00', to: '18:00' }];
const WORK_WEEK: WeeklyHours = {
  timeZone: 'Asia/Shanghai',
  week: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []],
  holidays: [],
};
const TWO_HOURS_MS = 7_200_000;

const config = Type.Object(
  {
    mode: selectField(['duration', 'until', 'business', 'opening'], {
      label: { 'zh-CN': '等多久', en: 'How long' },
      options: [
        { value: 'duration', label: { 'zh-CN': '一段时间', en: 'A length of time' } },
        { value: 'until', label: { 'zh-CN': '到某个时间', en: 'Until a time' } },
        { value: 'business', label: { 'zh-CN': '一段营业时间', en: 'A length of business time' } },
        { value: 'opening', label: { 'zh-CN': '到下次开门', en: 'Until the next opening' } },
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
    openMs: Type.Optional(
      durationField(
        {
          label: { 'zh-CN': '营业时长', en: 'Business time' },
          hint: { 'zh-CN': '只在营业时间里计时。', en: 'Only time within the opening hours counts.' },
          showWhen: { field: 'mode', is: ['business'] },
        },
        { minimum: 60_000 },
      ),
    ),
    hours: Type.Optional(
      field(WeeklyHoursSchema, {
        widget: 'weekly-hours',
        label: { 'zh-CN': '营业时间', en: 'Opening hours' },
        showWhen: { field: 'mode', is: ['business', 'opening'] },
      }),
    ),
    cancelOnMessage: switchField({
      label: { 'zh-CN': '客户说话就不再等', en: 'Stop waiting when the customer writes' },
    }),
    onRestart: Type.Optional(
      selectField(['deadline', 'remaining', 'restart'], {
        label: { 'zh-CN': '服务停机之后', en: 'When the server was down meanwhile' },
        options: [
          {
            value: 'deadline',
            label: { 'zh-CN': '到点不变，错过就立刻继续', en: 'Keep the deadline; go on at once if missed' },
          },
          { value: 'remaining', label: { 'zh-CN': '停机的时间不算', en: 'Time down does not count' } },
          { value: 'restart', label: { 'zh-CN': '重新计时', en: 'Wait anew' } },
        ],
        section: 'advanced',
        showWhen: { field: 'mode', is: ['duration'] },
      }),
    ),
    onMigrate: Type.Optional(
      selectField(['deadline', 'remaining', 'restart'], {
        label: { 'zh-CN': '会话迁移到新版本时', en: 'When the conversation moves to a new version' },
        options: [
          { value: 'deadline', label: { 'zh-CN': '到点不变', en: 'Keep the deadline' } },
          {
            value: 'remaining',
            label: { 'zh-CN': '按新时长，已等的时间算在内', en: 'New length, time already waited counts' },
          },
          { value: 'restart', label: { 'zh-CN': '按新时长重新计时', en: 'New length, wait anew' } },
        ],
        section: 'advanced',
        showWhen: { field: 'mode', is: ['duration'] },
      }),
    ),
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
  keywords: ['等待', '延时', '定时', '营业时间', 'dd', 'ys', 'wait', 'delay', 'timer', 'business hours'],
  config,
  defaults: {
    mode: 'duration',
    durationMs: 60_000,
    until: '',
    openMs: TWO_HOURS_MS,
    hours: WORK_WEEK,
    cancelOnMessage: true,
    onRestart: 'deadline',
    onMigrate: 'deadline',
  },
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
  summary: ({ mode, durationMs, until, openMs }, locale) => {
    switch (mode) {
      case 'until':
        return until;
      case 'duration':
        return lengthOf(durationMs, locale);
      case 'business':
        return `${lengthOf(openMs ?? TWO_HOURS_MS, locale)}${locale === 'en' ? ' of business time' : '（营业时间）'}`;
      case 'opening':
        return locale === 'en' ? 'Next opening' : '下次开门';
    }
  },
  compile: (context) => {
    const { cancelOnMessage } = context.config;
    const spec = delayOf(context.config, context.id);
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
  check: ({ mode, until, hours }) => {
    if (mode === 'until' && until.trim() === '') {
      return [
        {
          severity: 'error',
          field: '/until',
          message: { 'zh-CN': '没有写等到什么时间。', en: 'Say until when to wait.' },
        },
      ];
    }
    const needsHours = mode === 'business' || mode === 'opening';
    if (needsHours && (hours ?? WORK_WEEK).week.every((spans) => spans.length === 0)) {
      return [
        {
          severity: 'error',
          field: '/hours',
          message: {
            'zh-CN': '没有任何营业时间，永远等不到。',
            en: 'It is never open, so the wait would never end. Add opening hours.',
          },
        },
      ];
    }
    return [];
  },
  reads: ({ mode, until }) =>
    mode === 'until' && until.trim() !== '' ? [{ field: '/until', kind: 'expression', source: until }] : [],
  effects: [],
  waits: true,
});

function delayOf(
  { mode, durationMs, until, openMs, hours, onRestart, onMigrate }: Static<typeof config>,
  node: string,
): DelaySpec {
  switch (mode) {
    case 'until':
      return { expr: until, until: true, node };
    case 'duration':
      return { ms: durationMs, ...keepFrom(onRestart, onMigrate) };
    case 'business':
      return { openMs: openMs ?? TWO_HOURS_MS, hours: hours ?? WORK_WEEK, node };
    case 'opening':
      return { openMs: 0, hours: hours ?? WORK_WEEK, node };
  }
}

/** Nothing is said of what goes without saying. */
function keepFrom(restart: KeepTime = 'deadline', migrate: KeepTime = 'deadline'): { readonly keep?: DelayKeep } {
  return restart === 'deadline' && migrate === 'deadline' ? {} : { keep: { restart, migrate } };
}

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
