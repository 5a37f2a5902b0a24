// Dates, absolute and relative, in Chinese and English.
import type { Entity } from '#nodes/kit/effects.ts';
import type { Moment } from '#runtime/ports/understanding.ts';
import { dayOf, isoOf, nearestDay, todayOf, weekdayOf } from './calendar.ts';
import { parseChineseNumber } from './chinese-number.ts';
import { entitiesOf } from './match.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTH_WORD =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY_WORD =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';

/** Every date has one of these. */
const MAY_BE_DATE =
  /\d|[天日月号周]|星期|礼拜|today|tonight|tomorrow|yesterday|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|\b)/iu;
const FULL = /(?<!\d)((?:19|20|21)\d{2})(?:[-/.]|年 ?)(\d{1,2})(?:[-/.]|月 ?)(\d{1,2})(?:日|号)?(?!\d)/dgu;
const CHINESE_DAY =
  /(?<![\d一二三四五六七八九十])(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|号)/dgu;
const MONTH_FIRST = new RegExp(
  String.raw`(?<![a-z])(${MONTH_WORD})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? ((?:19|20|21)\d{2}))?(?!\d)`,
  'dgiu',
);
const DAY_FIRST = new RegExp(
  String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_WORD})(?:,? ((?:19|20|21)\d{2}))?(?![a-z\d])`,
  'dgiu',
);
const NAMED =
  /大后天|大前天|后天|明天|明日|今天|今日|昨天|昨日|前天|(?<![a-z])(?:the day after tomorrow|the day before yesterday|tomorrow|today|tonight|yesterday)(?![a-z])/dgiu;
const CHINESE_WEEKDAY = /(上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])/dgu;
const ENGLISH_WEEKDAY = new RegExp(String.raw`(?<![a-z])(?:(next|last|this|on) )(${WEEKDAY_WORD})(?![a-z])`, 'dgiu');
const DAYS_AWAY =
  /(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:天|日)(?:以|之)?(后|前)|(?<![a-z])in (\d{1,3}) days|(?<!\d)(\d{1,3}) days ago/dgiu;

const NAMED_DAYS: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  昨天: -1,
  昨日: -1,
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  'the day before yesterday': -2,
  yesterday: -1,
  today: 0,
  tonight: 0,
  tomorrow: 1,
  'the day after tomorrow': 2,
};
const WEEKS: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  last: -1,
  这: 0,
  本: 0,
  this: 0,
  下: 1,
  next: 1,
  下下: 2,
};

/** ISO dates. Without `moment` only dates that name their year are found. */
export function findDates(text: string, moment: Moment | undefined): Entity[] {
  if (!MAY_BE_DATE.test(text)) return [];
  const full = [
    ...entitiesOf(text, 'date', FULL, ([, year, month, day]) => iso(dayOf(Number(year), Number(month), Number(day)))),
  ];
  const today = moment === undefined ? undefined : todayOf(moment);
  function named(year: string | undefined, month: number, day: number): string | undefined {
    if (year !== undefined) return iso(dayOf(Number(year), month, day));
    return today === undefined ? undefined : iso(nearestDay(today, month, day));
  }
  full.push(
    ...entitiesOf(text, 'date', MONTH_FIRST, ([, month, day, year]) => named(year, monthOf(month), Number(day))),
    ...entitiesOf(text, 'date', DAY_FIRST, ([, day, month, year]) => named(year, monthOf(month), Number(day))),
  );
  if (today === undefined) return full;
  return [
    ...full,
    ...entitiesOf(text, 'date', CHINESE_DAY, ([, month, day]) => named(undefined, numberOf(month), numberOf(day))),
    ...entitiesOf(text, 'date', NAMED, (_, fact) => iso(today + (NAMED_DAYS[fact.toLowerCase()] ?? 0))),
    ...entitiesOf(text, 'date', CHINESE_WEEKDAY, ([, week, day]) =>
      iso(weekday(today, week, '一二三四五六日'.indexOf(day === '天' ? '日' : (day ?? '')))),
    ),
    ...entitiesOf(text, 'date', ENGLISH_WEEKDAY, ([, week, day]) =>
      iso(
        weekday(
          today,
          week?.toLowerCase() === 'on' ? undefined : week?.toLowerCase(),
          WEEKDAYS.indexOf((day ?? '').slice(0, 3).toLowerCase()),
        ),
      ),
    ),
    ...entitiesOf(text, 'date', DAYS_AWAY, ([, count, side, ahead, ago]) => {
      if (ahead !== undefined) return iso(today + Number(ahead));
      if (ago !== undefined) return iso(today - Number(ago));
      return iso(today + numberOf(count) * (side === '后' ? 1 : -1));
    }),
  ];
}

/** A week named is Monday to Sunday of that week; a bare weekday is the coming one, today included. */
function weekday(today: number, week: string | undefined, day: number): number {
  if (week === undefined) return today + ((day - weekdayOf(today) + 7) % 7);
  return today - weekdayOf(today) + day + 7 * (WEEKS[week] ?? 0);
}

function monthOf(word: string | undefined): number {
  return MONTHS.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1;
}

function numberOf(text: string | undefined): number {
  const digits = text ?? '';
  return /^\d/u.test(digits) ? Number(digits) : (parseChineseNumber(digits) ?? 0);
}

function iso(day: number | undefined): string | undefined {
  return day === undefined || !Number.isFinite(day) ? undefined : isoOf(day);
}
