// Cron lines: minute, hour, day of month, month, day of week; read once, with the reason when they can never come true.
import type { Bilingual } from './localized.ts';

/** The numbers each field allows. Weekdays are Monday 1 to Sunday 7. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Both day of month and day of week are restricted: either of them is enough, as cron has it. */
  readonly eitherDay: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Days of each month; February as in a leap year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

type Read = { readonly ok: true; readonly fields: CronFields } | { readonly ok: false; readonly problem: Bilingual };

/** Reads a line of five fields: `*`, numbers, names (`mon`, `jan`), lists, ranges and steps. */
export function parseCron(line: string): Read {
  const parts = line.trim().toLowerCase().split(/\s+/u);
  if (parts.length !== 5)
    return refused(
      '要有五项：分 时 日 月 周，例如 0 9 * * 1-5。',
      'Write five fields: minute hour day month weekday, such as 0 9 * * 1-5.',
    );
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  const minutes = numbersOf(minute, 0, 59, []);
  const hours = numbersOf(hour, 0, 23, []);
  const days = numbersOf(day, 1, 31, []);
  const months = numbersOf(month, 1, 12, MONTHS);
  const weekdays = numbersOf(weekday, 0, 7, WEEKDAYS);
  const wrong = [minutes, hours, days, months, weekdays].findIndex((numbers) => numbers === undefined);
  if (
    minutes === undefined ||
    hours === undefined ||
    days === undefined ||
    months === undefined ||
    weekdays === undefined
  )
    return refused(
      `第 ${String(wrong + 1)} 项「${parts[wrong] ?? ''}」看不懂。`,
      `Field ${String(wrong + 1)}, "${parts[wrong] ?? ''}", cannot be read.`,
    );
  const eitherDay = day !== '*' && weekday !== '*';
  const first = Math.min(...days);
  if (!eitherDay && [...months].every((number) => (DAYS[number - 1] ?? 0) < first))
    return refused(
      '这样的日期不存在，例如 2 月 30 日，永远不会触发。',
      'There is no such day (like 30 February), so it would never happen.',
    );
  // Sunday may be written as 0.
  const week = new Set([...weekdays].map((number) => (number === 0 ? 7 : number)));
  return { ok: true, fields: { minutes, hours, days, months, weekdays: week, eitherDay } };
}

/** A calendar day fits the line. `weekday` is Monday 1 to Sunday 7. */
export function fitsDay(
  fields: CronFields,
  date: { readonly month: number; readonly day: number },
  weekday: number,
): boolean {
  if (!fields.months.has(date.month)) return false;
  const [byDay, byWeek] = [fields.days.has(date.day), fields.weekdays.has(weekday)];
  return fields.eitherDay ? byDay || byWeek : byDay && byWeek;
}

function numbersOf(
  field: string,
  least: number,
  most: number,
  names: readonly string[],
): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,2}))?$/u.exec(part) ?? [];
    const [from, to] = spanOf(range, least, most, names, step !== undefined);
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined || from > to || by < 1) return undefined;
    for (let number = from; number <= to; number += by) found.add(number);
  }
  return found;
}

function spanOf(
  range: string,
  least: number,
  most: number,
  names: readonly string[],
  stepped: boolean,
): readonly [number | undefined, number | undefined] {
  if (range === '*') return [least, most];
  const [from = '', to] = range.split('-', 2);
  const first = numberOf(from, least, most, names);
  if (to !== undefined) return [first, numberOf(to, least, most, names)];
  return [first, stepped ? most : first];
}

function numberOf(text: string, least: number, most: number, names: readonly string[]): number | undefined {
  const named = names.indexOf(text);
  if (named >= 0) return named + 1;
  const number = /^\d{1,2}$/u.test(text) ? Number(text) : undefined;
  return number !== undefined && number >= least && number <= most ? number : undefined;
}

function refused(zh: string, en: string): Read {
  return { ok: false, problem: { 'zh-CN': zh, en } };
}
