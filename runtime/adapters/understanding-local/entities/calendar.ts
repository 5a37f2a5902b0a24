// Days as whole numbers, so that "next Tuesday" is arithmetic.
import type { Moment } from '#runtime/ports/understanding.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01; undefined for a date that does not exist. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || year > 2200 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return Math.round(date.getTime() / DAY_MS);
}

/** `YYYY-MM-DD` of a day. */
export function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The customer's today. An unknown time zone counts as UTC. */
export function todayOf({ now, timeZone }: Moment): number {
  try {
    // Making a format costs more than all the rest of a sentence.
    let format = formats.get(timeZone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
      if (formats.size < 500) formats.set(timeZone, format);
    }
    const parts = format.format(now).split('-').map(Number);
    return dayOf(parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0) ?? Math.floor(now / DAY_MS);
  } catch {
    return Math.floor(now / DAY_MS);
  }
}

/** A date without a year: the one nearest to today, before or after. */
export function nearestDay(today: number, month: number, day: number): number | undefined {
  const year = new Date(today * DAY_MS).getUTCFullYear();
  let nearest: number | undefined;
  for (const candidate of [year - 1, year, year + 1].map((near) => dayOf(near, month, day))) {
    if (candidate === undefined) continue;
    if (nearest === undefined || Math.abs(candidate - today) < Math.abs(nearest - today)) nearest = candidate;
  }
  return nearest;
}
