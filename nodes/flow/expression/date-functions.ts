// Functions on dates. A date is text `YYYY-MM-DD`; a point in time is Unix milliseconds.
import type { Json } from '#nodes/kit/json.ts';
import { civilFrom, dateAt, instantFrom, wallClockAt } from '../zone.ts';
import { daysFromCivil, isoFromCivil, pad, plusDays, plusMonths, weekdayOf, type CivilDate } from '../civil-date.ts';
import { fn } from './function-declaration.ts';
import { asNumber } from './number-functions.ts';
import { failed, type Run } from './run.ts';

const MAX_DAYS = 3_660_000;

/** Date functions. */
export const DATE_FUNCTIONS = [
  fn(
    'now()',
    ['现在的时间（毫秒）', 'The time now, in milliseconds'],
    [0, 0],
    [[], 'number'],
    (_, run) => run.scope.now,
  ),
  fn('today()', ['今天的日期', "Today's date"], [0, 0], [[], 'date'], (_, run) =>
    isoFromCivil(dateAt(run.scope.now, run.scope.timeZone)),
  ),
  fn(
    'date(value)',
    ['转成日期，无法转换时为空', 'As a date; null when it is none'],
    [1, 1],
    [['any'], 'date'],
    ([value], run) => {
      const date = civilFrom(value ?? null, run.scope.timeZone);
      return date === null ? null : isoFromCivil(date);
    },
  ),
  fn(
    'time(value)',
    ['转成时间（毫秒），无法转换时为空', 'As a point in time (ms); null when it is none'],
    [1, 1],
    [['any'], 'number'],
    ([value], run) => instantFrom(value ?? null, run.scope.timeZone),
  ),
  fn(
    'addDays(date, days)',
    ['若干天之后', 'So many days later'],
    [2, 2],
    [['any', 'number'], 'date'],
    ([value, days], run) => whenDate(value, run, (date) => isoFromCivil(inRange(plusDays(date, amount(days))))),
  ),
  fn(
    'addMonths(date, months)',
    ['若干月之后', 'So many months later'],
    [2, 2],
    [['any', 'number'], 'date'],
    ([value, months], run) => whenDate(value, run, (date) => isoFromCivil(inRange(plusMonths(date, amount(months))))),
  ),
  fn(
    'daysBetween(from, to)',
    ['相差天数', 'Days from the first to the second'],
    [2, 2],
    [['any'], 'number'],
    ([from, to], run) =>
      whenDate(from, run, (first) => whenDate(to, run, (second) => daysFromCivil(second) - daysFromCivil(first))),
  ),
  fn(
    'weekday(date)',
    ['星期几：1 为星期一', 'Day of the week: Monday is 1'],
    [1, 1],
    [['any'], 'number'],
    ([value], run) => whenDate(value, run, weekdayOf),
  ),
  fn('year(date)', ['年', 'Year'], [1, 1], [['any'], 'number'], ([value], run) =>
    whenDate(value, run, (date) => date.year),
  ),
  fn('month(date)', ['月', 'Month'], [1, 1], [['any'], 'number'], ([value], run) =>
    whenDate(value, run, (date) => date.month),
  ),
  fn('day(date)', ['日', 'Day of the month'], [1, 1], [['any'], 'number'], ([value], run) =>
    whenDate(value, run, (date) => date.day),
  ),
  fn('hour(time)', ['小时', 'Hour'], [1, 1], [['any'], 'number'], ([value], run) => {
    const instant = instantFrom(value ?? null, run.scope.timeZone);
    return instant === null ? null : wallClockAt(instant, run.scope.timeZone).hour;
  }),
  fn(
    "formatDate(date, 'YYYY-MM-DD HH:mm')",
    ['按格式写出日期', 'The date written in a format'],
    [1, 2],
    [['any', 'text'], 'text'],
    ([value, format], run) => formatDate(value ?? null, typeof format === 'string' ? format : undefined, run),
  ),
];

const WEEKDAYS_ZH = ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'];
const WEEKDAYS_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const FORMAT_PART = /YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|mm|ss|dddd|ddd/g;

function formatDate(value: Json, format: string | undefined, run: Run): string {
  const { locale, timeZone } = run.scope;
  const date = civilFrom(value, timeZone);
  if (date === null) return '';
  const instant = instantFrom(value, timeZone);
  const clock = instant === null ? { hour: 0, minute: 0, second: 0 } : wallClockAt(instant, timeZone);
  const isChinese = locale.startsWith('zh');
  const weekday = (isChinese ? WEEKDAYS_ZH : WEEKDAYS_EN)[weekdayOf(date) - 1] ?? '';
  const month = isChinese ? `${date.month}月` : (MONTHS_EN[date.month - 1] ?? '');
  const parts: Readonly<Record<string, string>> = {
    YYYY: pad(date.year, 4),
    YY: pad(date.year % 100, 2),
    MMMM: month,
    MMM: isChinese ? month : month.slice(0, 3),
    MM: pad(date.month, 2),
    M: String(date.month),
    DD: pad(date.day, 2),
    D: String(date.day),
    HH: pad(clock.hour, 2),
    H: String(clock.hour),
    mm: pad(clock.minute, 2),
    ss: pad(clock.second, 2),
    dddd: weekday,
    ddd: isChinese ? weekday.replace('星期', '周') : weekday.slice(0, 3),
  };
  return run.text(
    (format ?? (isChinese ? 'YYYY年M月D日' : 'MMM D, YYYY')).replace(FORMAT_PART, (part) => parts[part] ?? part),
  );
}

function whenDate(value: Json | undefined, run: Run, use: (date: CivilDate) => Json): Json {
  const date = civilFrom(value ?? null, run.scope.timeZone);
  return date === null ? null : use(date);
}

function amount(value: Json | undefined): number {
  const whole = Math.trunc(asNumber(value));
  return Math.abs(whole) <= MAX_DAYS ? whole : failed('That many days lie outside the calendar.');
}

function inRange(date: CivilDate): CivilDate {
  return date.year >= 1 && date.year <= 9999 ? date : failed('The date lies outside the calendar.');
}
