// When a schedule fires next, and when quiet hours are over: wall clocks of a time zone, with clock changes and leap years.
import { fitsDay, parseCron } from '#nodes/kit/cron.ts';
import { plusDays, weekdayOf } from './civil-date.ts';
import { dateAt, instantFrom, instantOf, wallClockAt } from './zone.ts';

/** What decides when: a cron line, or one moment (`YYYY-MM-DDTHH:MM`, local). */
export interface ScheduleTimes {
  readonly mode: 'cron' | 'once';
  readonly cron: string;
  readonly date: string;
  readonly timeZone: string;
}

/** From one 29 February to the next there are up to eight years. */
const DAYS_AHEAD = 8 * 366 + 2;

/**
 * The first moment after `after` (Unix ms); undefined when there is none. An hour that a clock change skips is moved on by the gap, one that comes
 * twice counts once.
 */
export function nextTime(times: ScheduleTimes, after: number): number | undefined {
  const { timeZone } = times;
  if (times.mode === 'once') {
    const at = instantFrom(times.date, timeZone);
    return at !== null && at > after ? at : undefined;
  }
  const read = parseCron(times.cron);
  if (!read.ok) return undefined;
  const { fields } = read;
  const hours = [...fields.hours].sort((a, b) => a - b);
  const minutes = [...fields.minutes].sort((a, b) => a - b);
  let date = dateAt(after, timeZone);
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1, date = plusDays(date, 1)) {
    if (!fitsDay(fields, date, weekdayOf(date))) continue;
    let first: number | undefined;
    for (const hour of hours) {
      for (const minute of minutes) {
        const at = instantOf({ ...date, hour, minute, second: 0 }, timeZone);
        if (at > after && (first === undefined || at < first)) first = at;
      }
      // A later hour is never earlier by more than a clock change.
      if (first !== undefined && ahead > 0) break;
    }
    if (first !== undefined) return first;
  }
  return undefined;
}

/** The end of the quiet hours that hold at `at`; undefined when it is not quiet. `from` after `to` runs past midnight; equal: never quiet. */
export function quietUntil(
  quiet: { readonly from: string; readonly to: string },
  timeZone: string,
  at: number,
): number | undefined {
  const [from, to] = [minuteOf(quiet.from), minuteOf(quiet.to)];
  if (from === undefined || to === undefined || from === to) return undefined;
  const clock = wallClockAt(at, timeZone);
  const now = clock.hour * 60 + clock.minute;
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return undefined;
  const day = now < to ? clock : plusDays(clock, 1);
  const end = instantOf(
    { year: day.year, month: day.month, day: day.day, hour: Math.floor(to / 60), minute: to % 60, second: 0 },
    timeZone,
  );
  return Math.max(end, at + 60_000);
}

function minuteOf(text: string): number | undefined {
  const [, hour, minute] = /^(\d{2}):(\d{2})$/u.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}
