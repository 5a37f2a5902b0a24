// Wall clocks of time zones: from an instant to local date and time, and back.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import { civilFromIso, civilOf, daysFromCivil, type CivilDate } from './civil-date.ts';

/** Local date and time. */
export interface WallClock extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The last instant that Intl can format. */
const MAX_INSTANT = 8.64e15;
const MAX_FORMATS = 64;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall of `timeZone` shows at an instant (Unix ms). */
export function wallClockAt(ms: number, timeZone: string): WallClock {
  if (!Number.isFinite(ms) || Math.abs(ms) > MAX_INSTANT) {
    throw new FlowError('EXPRESSION_FAILED', 'The time is outside the calendar.');
  }
  const found = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const part of formatFor(timeZone).formatToParts(ms)) {
    if (part.type in found) found[part.type as keyof typeof found] = Number(part.value); // the `in` test proves the key
  }
  return found;
}

/** The local date at an instant. */
export function dateAt(ms: number, timeZone: string): CivilDate {
  const { year, month, day } = wallClockAt(ms, timeZone);
  return { year, month, day };
}

/** The instant at which a wall clock shows this. A time skipped by a clock change is moved on by the gap. */
export function instantOf(clock: WallClock, timeZone: string): number {
  const asUtc = utcOf(clock);
  const first = asUtc - offsetAt(asUtc, timeZone);
  return asUtc - offsetAt(first, timeZone);
}

/** The local midnight that begins a date. */
export function startOfDay(date: CivilDate, timeZone: string): number {
  return instantOf({ ...date, hour: 0, minute: 0, second: 0 }, timeZone);
}

/** Can this runtime tell the time of that zone? */
export function isTimeZone(name: string): boolean {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
}

const DATE_TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads a point in time: Unix ms, `YYYY-MM-DD` (its local midnight), or an ISO date-time (local unless it names its offset).
 * Null when it is none of these.
 */
export function instantFrom(value: Json, timeZone: string): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= MAX_INSTANT ? value : null;
  if (typeof value !== 'string') return null;
  const source = value.trim();
  const match = DATE_TIME.exec(source);
  if (match === null) return null;
  const date = civilOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (date === null) return null;
  const clock = { ...date, hour: Number(match[4] ?? 0), minute: Number(match[5] ?? 0), second: Number(match[6] ?? 0) };
  if (clock.hour > 24 || clock.minute > 59 || clock.second > 59) return null;
  const offset = match[7];
  return offset === undefined ? instantOf(clock, timeZone) : utcOf(clock) - offsetMs(offset);
}

/** Reads the local date of a point in time; a plain date stays as it is. */
export function civilFrom(value: Json, timeZone: string): CivilDate | null {
  const plain = typeof value === 'string' ? civilFromIso(value.trim()) : null;
  if (plain !== null) return plain;
  const instant = instantFrom(value, timeZone);
  return instant === null ? null : dateAt(instant, timeZone);
}

function utcOf(clock: WallClock): number {
  return daysFromCivil(clock) * DAY_MS + ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1000;
}

function offsetAt(ms: number, timeZone: string): number {
  const whole = Math.floor(ms / 1000) * 1000;
  return utcOf(wallClockAt(whole, timeZone)) - whole;
}

function offsetMs(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * MINUTE_MS;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new FlowError('EXPRESSION_FAILED', 'The time zone is unknown. Use an IANA name such as Asia/Shanghai.');
  }
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(timeZone, format);
  return format;
}
