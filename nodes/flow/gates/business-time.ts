// Business time: when a place has been open for so long, counted from a moment on.
import type { WeeklyHours } from '#nodes/kit/gates.ts';
import { isoFromCivil, plusDays, weekdayOf, type CivilDate } from '../civil-date.ts';
import { dateAt, instantOf, wallClockAt, type WallClock } from '../zone.ts';

/** How far ahead is looked. */
const HORIZON_DAYS = 400;
const MINUTE_MS = 60_000;

/**
 * The instant at which the place has been open for `openMs` since `fromMs`; with 0 the next moment at which it is open, which is `fromMs` itself
 * inside a span. Real time is counted, so a span holds an hour less or more on the day the clocks change. Undefined: not within 400 days.
 * Throws FlowError for an unknown time zone.
 */
export function instantAfterOpen(hours: WeeklyHours, fromMs: number, openMs: number): number | undefined {
  if (hours.week.every((spans) => spans.length === 0)) return undefined;
  // A span that runs past midnight began yesterday.
  const yesterday = plusDays(dateAt(fromMs, hours.timeZone), -1);
  let counted = fromMs;
  let leftMs = openMs;
  for (let day = 0; day <= HORIZON_DAYS; day += 1) {
    for (const span of spansOn(hours, plusDays(yesterday, day))) {
      const start = Math.max(span.start, counted);
      if (span.end <= start) continue;
      if (leftMs <= span.end - start) return start + leftMs;
      leftMs -= span.end - start;
      counted = span.end;
    }
  }
  return undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function spansOn(hours: WeeklyHours, date: CivilDate): readonly Span[] {
  const spans = hours.week[weekdayOf(date) - 1] ?? [];
  if (spans.length === 0 || hours.holidays.includes(isoFromCivil(date))) return [];
  return spans
    .map(({ from, to }) => ({
      start: instantAt(date, from, hours.timeZone),
      end: instantAt(to < from ? plusDays(date, 1) : date, to, hours.timeZone),
    }))
    .sort((a, b) => a.start - b.start);
}

/** The first instant of a day at which the wall clock shows this time or a later one: the end of the gap for a time that a clock change skips. */
function instantAt(date: CivilDate, time: string, timeZone: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  const wanted: WallClock = { ...date, hour: Number(hour), minute: Number(minute), second: 0 };
  let instant = instantOf(wanted, timeZone);
  while (isAtOrPast(wallClockAt(instant - MINUTE_MS, timeZone), wanted)) instant -= MINUTE_MS;
  return instant;
}

function isAtOrPast(clock: WallClock, wanted: WallClock): boolean {
  const isSameDay = clock.year === wanted.year && clock.month === wanted.month && clock.day === wanted.day;
  return isSameDay && clock.hour * 60 + clock.minute >= wanted.hour * 60 + wanted.minute;
}
