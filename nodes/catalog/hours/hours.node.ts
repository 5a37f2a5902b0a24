// Hours: open, closed or a holiday, by the clock of a time zone.
import { Type } from 'typebox';
import { branch } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field } from '#nodes/kit/fields.ts';
import { WeeklyHoursSchema, type WeeklyHours } from '#nodes/kit/gates.ts';

const config = Type.Object(
  { hours: field(WeeklyHoursSchema, { widget: 'weekly-hours', label: { 'zh-CN': '营业时间', en: 'Opening hours' } }) },
  { additionalProperties: false },
);

const WORKDAY = [{ from: '09:00', to: '18:00' }];
const WEEK: WeeklyHours = {
  timeZone: 'Asia/Shanghai',
  week: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []],
  holidays: [],
};

export const hoursNode = defineNode({
  type: 'hours',
  version: 1,
  group: 'logic',
  icon: 'clock',
  title: { 'zh-CN': '营业时间', en: 'Opening hours' },
  description: { 'zh-CN': '按营业时间走不同的路。', en: 'Goes a different way outside opening hours.' },
  keywords: ['营业', '时间', '上班', '节假日', 'yysj', 'sb', 'hours', 'open', 'holiday', 'schedule'],
  config,
  defaults: { hours: WEEK },
  ports: () => [
    { id: 'open', label: { 'zh-CN': '营业中', en: 'Open' }, role: 'main', required: true },
    { id: 'closed', label: { 'zh-CN': '已下班', en: 'Closed' }, role: 'branch', required: true },
    { id: 'holiday', label: { 'zh-CN': '节假日', en: 'Holiday' }, role: 'branch' },
  ],
  summary: ({ hours }, locale) => {
    const days = hours.week.filter((spans) => spans.length > 0).length;
    const first = hours.week.find((spans) => spans.length > 0)?.[0];
    const span = first === undefined ? '' : ` ${first.from}–${first.to}`;
    return locale === 'en' ? `${String(days)} days a week${span}` : `每周 ${String(days)} 天${span}`;
  },
  compile: (context) => {
    const { id: node, config } = context;
    const is = (state: 'open' | 'holiday') => ({
      type: 'isOpen' as const,
      params: { node, hours: config.hours, is: state },
    });
    return branch(
      context,
      [
        { guard: is('open'), port: 'open' },
        ...(context.isWired('holiday') ? [{ guard: is('holiday'), port: 'holiday' }] : []),
      ],
      'closed',
    );
  },
  check: ({ hours }) =>
    hours.week.every((spans) => spans.length === 0)
      ? [{ severity: 'warning', field: '/hours', message: { 'zh-CN': '没有任何营业时间。', en: 'It is never open.' } }]
      : [],
  effects: [],
  waits: false,
});
