// On schedule: at set times a branch begins, for each customer with a tag or for each item of a list.
import { Type } from 'typebox';
import { parseCron } from '#nodes/kit/cron.ts';
import { defineNode, type ConfigProblem } from '#nodes/kit/define-node.ts';
import { field, integerField, selectField, textField, variableField } from '#nodes/kit/fields.ts';
import { TRIGGER_DEFAULTS, TRIGGER_FIELDS, entryOf, keepEventData } from '#nodes/kit/triggers.ts';

/** Items of one schedule; each is a conversation of its own. */
const MOST_ITEMS = 500;
const TIME = '^$|^([01]\\d|2[0-3]):[0-5]\\d$';
const DATE = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d$/u;

const config = Type.Object(
  {
    key: textField(
      {
        label: { 'zh-CN': '计划名称', en: 'Name of the schedule' },
        hint: {
          'zh-CN': '小写字母、数字和短横线，例如 monday-tips。',
          en: 'Lower-case letters, digits and dashes, such as monday-tips.',
        },
      },
      { maxLength: 64, pattern: '^$|^[a-z0-9][a-z0-9-]*$' },
    ),
    mode: selectField(['cron', 'once'], {
      label: { 'zh-CN': '什么时候', en: 'When' },
      options: [
        { value: 'cron', label: { 'zh-CN': '定期重复', en: 'Again and again' } },
        { value: 'once', label: { 'zh-CN': '只一次', en: 'Once' } },
      ],
    }),
    cron: textField(
      {
        label: { 'zh-CN': '时间表（cron）', en: 'Times (cron)' },
        hint: {
          'zh-CN': '分 时 日 月 周，例如 0 9 * * 1-5：工作日早上九点。',
          en: 'Minute hour day month weekday, such as 0 9 * * 1-5: working days at nine.',
        },
        showWhen: { field: 'mode', is: ['cron'] },
      },
      { maxLength: 100 },
    ),
    date: textField(
      {
        label: { 'zh-CN': '日期和时间', en: 'Date and time' },
        hint: { 'zh-CN': '例如 2026-12-24T18:00。', en: 'For example 2026-12-24T18:00.' },
        showWhen: { field: 'mode', is: ['once'] },
      },
      { maxLength: 16 },
    ),
    timeZone: textField(
      {
        label: { 'zh-CN': '时区', en: 'Time zone' },
        hint: { 'zh-CN': '例如 Asia/Shanghai。', en: 'For example Europe/London.' },
      },
      { maxLength: 64 },
    ),
    audience: selectField(['tag', 'items'], {
      label: { 'zh-CN': '给谁', en: 'For whom' },
      options: [
        { value: 'tag', label: { 'zh-CN': '有某个标签的网页客户', en: 'Web customers with a tag' } },
        { value: 'items', label: { 'zh-CN': '列表里每项一个会话', en: 'One conversation for each item' } },
      ],
    }),
    tag: textField(
      { label: { 'zh-CN': '标签', en: 'Tag' }, showWhen: { field: 'audience', is: ['tag'] } },
      { maxLength: 64 },
    ),
    items: field(Type.String({ maxLength: 20_000 }), {
      widget: 'json',
      label: { 'zh-CN': '列表（JSON）', en: 'List (JSON)' },
      hint: { 'zh-CN': '例如 ["华东", "华南"]，最多 500 项。', en: 'Such as ["north", "south"]; 500 items at most.' },
      showWhen: { field: 'audience', is: ['items'] },
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: {
        'zh-CN': '之后用 {{ schedule.item }} 和 {{ schedule.at }}。',
        en: 'Use it later as {{ schedule.item }} and {{ schedule.at }}.',
      },
    }),
    quietFrom: textField(
      {
        label: { 'zh-CN': '免打扰从', en: 'Quiet from' },
        hint: {
          'zh-CN': '例如 22:00。这段时间里不发，结束后再发。两项都不填则不限。',
          en: 'Such as 22:00. Nothing is sent then; it is sent afterwards. Leave both empty for no limit.',
        },
        section: 'advanced',
      },
      { maxLength: 5, pattern: TIME },
    ),
    quietTo: textField(
      { label: { 'zh-CN': '免打扰到', en: 'Quiet until' }, section: 'advanced' },
      { maxLength: 5, pattern: TIME },
    ),
    perMinute: integerField(
      { label: { 'zh-CN': '每分钟最多', en: 'At most each minute' }, section: 'advanced' },
      { minimum: 1, maximum: 600 },
    ),
    ...TRIGGER_FIELDS,
  },
  { additionalProperties: false },
);

export const onScheduleNode = defineNode({
  type: 'onSchedule',
  version: 1,
  group: 'trigger',
  icon: 'clock',
  title: { 'zh-CN': '定时触发', en: 'On schedule' },
  description: { 'zh-CN': '到了设定的时间，从这里开始。', en: 'Starts here at set times.' },
  keywords: ['定时', '计划', '群发', '提醒', 'ds', 'dscf', 'schedule', 'cron', 'timer', 'campaign', 'reminder'],
  config,
  defaults: {
    key: '',
    mode: 'cron',
    cron: '0 9 * * 1-5',
    date: '',
    timeZone: 'Asia/Shanghai',
    audience: 'tag',
    tag: '',
    items: '[]',
    variable: 'schedule',
    quietFrom: '',
    quietTo: '',
    perMinute: 60,
    ...TRIGGER_DEFAULTS,
    mayInterrupt: false,
  },
  ports: () => [{ id: 'fired', label: { 'zh-CN': '到点', en: 'Fired' }, role: 'main', required: true }],
  summary: ({ key, mode, cron, date }, locale) =>
    key === '' ? (locale === 'en' ? 'No name yet' : '还没有名称') : `${key} · ${mode === 'cron' ? cron : date}`,
  compile: keepEventData,
  trigger: ({ key, ...rest }) => ({
    kind: 'event',
    names: key === '' ? [] : [`schedule:${key}`],
    ...entryOf(rest),
  }),
  check: ({ key, mode, cron, date, timeZone, audience, tag, items, quietFrom, quietTo }) => {
    const read = mode === 'cron' ? parseCron(cron) : undefined;
    return [
      ...(key === '' ? [error('/key', '没有写计划名称。', 'Give the schedule a name.')] : []),
      ...(read?.ok === false ? [error('/cron', read.problem['zh-CN'], read.problem.en)] : []),
      ...(mode === 'once' && !isMoment(date)
        ? [
            error(
              '/date',
              '没有这样的日期和时间，请写成 2026-12-24T18:00。',
              'There is no such date and time. Write it like 2026-12-24T18:00.',
            ),
          ]
        : []),
      ...(isZone(timeZone)
        ? []
        : [
            error(
              '/timeZone',
              `没有时区「${timeZone}」，请用 Asia/Shanghai 这样的名称。`,
              `There is no time zone "${timeZone}". Use a name such as Asia/Shanghai.`,
            ),
          ]),
      ...(audience === 'tag' && tag.trim() === '' ? [error('/tag', '没有写标签。', 'Name the tag.')] : []),
      ...(audience === 'items' && !isList(items)
        ? [
            error(
              '/items',
              `请写一个 JSON 列表，1 到 ${String(MOST_ITEMS)} 项。`,
              `Write a JSON list of 1 to ${String(MOST_ITEMS)} items.`,
            ),
          ]
        : []),
      ...((quietFrom === '') === (quietTo === '')
        ? []
        : [error('/quietTo', '免打扰要写开始和结束两个时间。', 'Quiet hours need both a beginning and an end.')]),
    ];
  },
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  effects: [],
  waits: false,
});

function error(where: string, zh: string, en: string): ConfigProblem {
  return { severity: 'error', field: where, message: { 'zh-CN': zh, en }, mustMend: true };
}

function isMoment(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0;
  return Number(day) >= 1 && Number(day) <= days;
}

function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 && value.length <= MOST_ITEMS;
  } catch {
    return false;
  }
}
