// Dates as people write them, in Chinese and English, relative to a day.
import { civilOf, daysFromCivil, daysInMonth, plusDays, plusMonths, weekdayOf, type CivilDate } from '../civil-date.ts';
import { chineseNumber } from './number-words.ts';

/** What the words of a rule mean on a given day; null: they are no date after all. `choose` settles the year of a day without one. */
type Reading = (groups: readonly (string | undefined)[], today: CivilDate, choose: ChooseYear) => CivilDate | null;

/** Picks the right one of the same day in several years. */
export type ChooseYear = (candidates: readonly CivilDate[]) => CivilDate | null;

/** One way of writing a date. */
export interface DateRule {
  readonly pattern: RegExp;
  readonly read: Reading;
}

const NUM = '(\\d{1,4}|[一二两三四五六七八九十]{1,3})';
const WEEKDAY = '(?:周|星期|礼拜)([一二三四五六日天末1-7])';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = '(mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday|rday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const EN_NUM = '(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const EN_NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const AFTER_DAY = '(?![\\d年月])';

/** Rules in the order in which they are tried; what a rule reads is not read again by the next ones. */
export const DATE_RULES: readonly DateRule[] = [
  rule('(\\d{4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})(?!\\d)\\s*[日号]?', ([y, m, d]) =>
    civilOf(Number(y), Number(m), Number(d)),
  ),
  rule('(?<!\\d)((?:19|20)\\d{2})(\\d{2})(\\d{2})(?!\\d)', ([y, m, d]) => civilOf(Number(y), Number(m), Number(d))),
  rule('(?<!\\d)(\\d{2})\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号]?', ([y, m, d], today) =>
    civilOf(fullYear(Number(y), today), Number(m), Number(d)),
  ),
  rule(`([二〇零一三四五六七八九]{4})年${NUM}月${NUM}[日号]?`, ([y, m, d]) => civilOf(count(y), count(m), count(d))),
  rule(`(前|去|今|明|后)年\\s*的?${NUM}\\s*月\\s*${NUM}\\s*[日号]?`, ([which, m, d], today) =>
    civilOf(today.year + ('前去今明后'.indexOf(which ?? '') - 2), count(m), count(d)),
  ),
  rule(`(下下|下|这|本|上)个?月\\s*的?${NUM}\\s*[日号]`, ([which, d], today) => {
    const month = plusMonths({ ...today, day: 1 }, SHIFTS[which ?? ''] ?? 0);
    return civilOf(month.year, month.month, count(d));
  }),
  rule('(下下|下|这|本|上)?个?月底', ([which], today) => {
    const month = plusMonths({ ...today, day: 1 }, SHIFTS[which ?? '本'] ?? 0);
    return { ...month, day: daysInMonth(month.year, month.month) };
  }),
  rule(`${NUM}\\s*月\\s*${NUM}\\s*[日号]?${AFTER_DAY}`, ([m, d], today, choose) =>
    choose(everyYear(today, count(m), count(d))),
  ),
  rule('大后天', (_, today) => plusDays(today, 3)),
  rule('大前天', (_, today) => plusDays(today, -3)),
  rule('后天', (_, today) => plusDays(today, 2)),
  rule('前天', (_, today) => plusDays(today, -2)),
  rule('明[天日早晚]|明儿|明个', (_, today) => plusDays(today, 1)),
  rule('昨[天日晚]|昨儿', (_, today) => plusDays(today, -1)),
  rule('今[天日早晚]|今儿', (_, today) => today),
  rule(`(下下|下|这|本|上)(?:个)?(?:${WEEKDAY})`, ([which, day], today) =>
    inWeek(today, SHIFTS[which ?? ''] ?? 0, chineseWeekday(day)),
  ),
  rule(WEEKDAY, ([day], today) => upcoming(today, chineseWeekday(day))),
  rule('周末', (_, today) => weekend(today)),
  rule(`${NUM}\\s*(天|日|个?(?:周|星期|礼拜)|个?月|年)(?:以|之)?(后|前)`, ([n, unit, way], today) =>
    moved(today, count(n) * (way === '前' ? -1 : 1), unit ?? ''),
  ),
  rule(`(?:过|再过)\\s*${NUM}\\s*(天|日|个?(?:周|星期|礼拜)|个?月|年)`, ([n, unit], today) =>
    moved(today, count(n), unit ?? ''),
  ),
  ...(
    [
      ['元旦', 1, 1],
      ['情人节', 2, 14],
      ['妇女节|三八节', 3, 8],
      ['劳动节|五一(?![\\d零一二三四五六七八九十])', 5, 1],
      ['儿童节|六一(?![\\d零一二三四五六七八九十])', 6, 1],
      ['国庆节?|十一(?=节|假期|黄金周|长假|$)', 10, 1],
      ['平安夜|christmas eve', 12, 24],
      ['圣诞节?|christmas(?: day)?|xmas', 12, 25],
      ["new year'?s day", 1, 1],
      ["new year'?s eve", 12, 31],
    ] as const
  ).map(([words, month, day]) => rule(words, (_, today, choose) => choose(everyYear(today, month, day)))),
  rule('(?:the )?day after tomorrow', (_, today) => plusDays(today, 2)),
  rule('(?:the )?day before yesterday', (_, today) => plusDays(today, -2)),
  rule('\\b(?:tomorrow|tmrw|tmr)\\b', (_, today) => plusDays(today, 1)),
  rule('\\byesterday\\b', (_, today) => plusDays(today, -1)),
  rule('\\b(?:today|tonight)\\b', (_, today) => today),
  rule(`\\b(?:in|after)\\s+${EN_NUM}\\s+(day|week|month|year)s?\\b`, ([n, unit], today) =>
    moved(today, englishCount(n), unit ?? ''),
  ),
  rule(`\\b${EN_NUM}\\s+(day|week|month|year)s?\\s+(from now|later|ago)\\b`, ([n, unit, way], today) =>
    moved(today, englishCount(n) * (way === 'ago' ? -1 : 1), unit ?? ''),
  ),
  rule('\\b(next|this|last)\\s+weekend\\b', ([which], today) => inWeek(today, SHIFTS[which ?? ''] ?? 0, 6)),
  rule('\\bweekend\\b', (_, today) => weekend(today)),
  rule(`\\b(next|this|last)\\s+${DAY}\\b`, ([which, day], today) =>
    inWeek(today, SHIFTS[which ?? ''] ?? 0, englishWeekday(day)),
  ),
  rule(`\\b(next|this|last)\\s+week,?\\s+(?:on\\s+)?${DAY}\\b`, ([which, day], today) =>
    inWeek(today, SHIFTS[which ?? ''] ?? 0, englishWeekday(day)),
  ),
  rule('\\b(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\s+of\\s+(next|this|last)\\s+month\\b', ([d, which], today) => {
    const month = plusMonths({ ...today, day: 1 }, SHIFTS[which ?? ''] ?? 0);
    return civilOf(month.year, month.month, Number(d));
  }),
  rule(`\\b${DAY}\\s+(next|this|last)\\s+week\\b`, ([day, which], today) =>
    inWeek(today, SHIFTS[which ?? ''] ?? 0, englishWeekday(day)),
  ),
  rule(`\\b${MONTH}\\s*(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*,?\\s*(\\d{4}))?\\b`, ([m, d, y], today, choose) =>
    named(today, m, d, y, choose),
  ),
  rule(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?\\s+${MONTH}(?:\\s*,?\\s*(\\d{4}))?\\b`, ([d, m, y], today, choose) =>
    named(today, m, d, y, choose),
  ),
  rule(`\\b${DAY}\\b`, ([day], today) => upcoming(today, englishWeekday(day))),
  rule('(?<![\\d/.-])(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})(?!\\d)', ([a, mark, b, y]) =>
    mark === '.' ? civilOf(Number(y), Number(b), Number(a)) : monthFirst(Number(a), Number(b), Number(y)),
  ),
  rule('(?<![\\d/.-])(\\d{1,2})\\s*/\\s*(\\d{1,2})(?![\\d/.-])', ([a, b], today, choose) => bare(a, b, today, choose)),
  // With a dot or a dash it may as well be a time or a range, unless nothing else was written.
  rule('^(\\d{1,2})[.-](\\d{1,2})$', ([a, b], today, choose) => bare(a, b, today, choose)),
  rule(
    '(?<![\\d一二三四五六七八九十])(\\d{1,2}|[一二三四五六七八九十]{1,3})\\s*[号日](?![楼线店门院桌馆机车])',
    ([d], today, choose) => choose(everyMonth(today, count(d))),
  ),
  rule('\\bthe\\s+(\\d{1,2})(?:st|nd|rd|th)\\b|\\b(\\d{1,2})(?:st|nd|rd|th)\\b', ([a, b], today, choose) =>
    choose(everyMonth(today, Number(a ?? b))),
  ),
];

const SHIFTS: Readonly<Record<string, number>> = { 下下: 2, 下: 1, 这: 0, 本: 0, 上: -1, next: 1, this: 0, last: -1 };

function rule(source: string, read: Reading): DateRule {
  return { pattern: new RegExp(source, 'iu'), read };
}

function count(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  return /^\d+$/.test(text) ? Number(text) : (chineseNumber(text) ?? Number.NaN);
}

function englishCount(text: string | undefined): number {
  const word = (text ?? '').toLowerCase();
  if (/^\d+$/.test(word)) return Number(word);
  return word === 'a' || word === 'an' ? 1 : EN_NUMBERS.indexOf(word) + 1;
}

function chineseWeekday(char: string | undefined): number {
  if (char === '末') return 6;
  if (char === '日' || char === '天') return 7;
  return /^\d$/.test(char ?? '') ? Number(char) : '一二三四五六'.indexOf(char ?? '') + 1;
}

function englishWeekday(word: string | undefined): number {
  return DAYS.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1;
}

/** That weekday of the week that lies `weeks` after the present one; weeks begin on Monday. */
function inWeek(today: CivilDate, weeks: number, weekday: number): CivilDate {
  return plusDays(today, weekday - weekdayOf(today) + weeks * 7);
}

/** The next day with this name, today included. */
function upcoming(today: CivilDate, weekday: number): CivilDate {
  return plusDays(today, (weekday - weekdayOf(today) + 7) % 7);
}

function weekend(today: CivilDate): CivilDate {
  return weekdayOf(today) === 7 ? today : upcoming(today, 6);
}

function moved(today: CivilDate, amount: number, unit: string): CivilDate | null {
  if (!Number.isFinite(amount) || Math.abs(amount) > 4000) return null;
  if (/天|日|day/i.test(unit)) return plusDays(today, amount);
  if (/周|星期|礼拜|week/i.test(unit)) return plusDays(today, amount * 7);
  return plusMonths(today, /月|month/i.test(unit) ? amount : amount * 12);
}

function everyYear(today: CivilDate, month: number, day: number): readonly CivilDate[] {
  const years = [today.year];
  // A leap day needs up to eight years either way.
  for (let away = 1; away <= (month === 2 && day === 29 ? 8 : 1); away++)
    years.push(today.year + away, today.year - away);
  return years.flatMap((year) => civilOf(year, month, day) ?? []);
}

function everyMonth(today: CivilDate, day: number): readonly CivilDate[] {
  return [0, 1, 2, -1, -2].flatMap((away) => {
    const { year, month } = plusMonths({ ...today, day: 1 }, away);
    return civilOf(year, month, day) ?? [];
  });
}

function named(
  today: CivilDate,
  month: string | undefined,
  day: string | undefined,
  year: string | undefined,
  choose: ChooseYear,
) {
  const index = MONTHS.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1;
  return year === undefined ? choose(everyYear(today, index, Number(day))) : civilOf(Number(year), index, Number(day));
}

/** Two digits: up to 20 years ahead, or else in the last century. */
function fullYear(short: number, today: CivilDate): number {
  const century = today.year - (today.year % 100);
  return century + short > today.year + 20 ? century - 100 + short : century + short;
}

function bare(a: string | undefined, b: string | undefined, today: CivilDate, choose: ChooseYear): CivilDate | null {
  const isDayFirst = Number(a) > 12;
  return choose(everyYear(today, Number(isDayFirst ? b : a), Number(isDayFirst ? a : b)));
}

function monthFirst(a: number, b: number, year: number): CivilDate | null {
  return a > 12 ? civilOf(year, b, a) : civilOf(year, a, b);
}

/** The nearest candidate from today on, or else the nearest past one. */
export function nearest(candidates: readonly CivilDate[], today: CivilDate): CivilDate | null {
  const now = daysFromCivil(today);
  const rank = (date: CivilDate) => {
    const days = daysFromCivil(date) - now;
    return days >= 0 ? days : 1e6 - days;
  };
  return candidates.reduce<CivilDate | null>(
    (best, date) => (best === null || rank(date) < rank(best) ? date : best),
    null,
  );
}
