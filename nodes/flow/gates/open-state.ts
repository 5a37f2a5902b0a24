// Opening hours: is it open at this moment, on the local clock?
import type { WeeklyHours } from '#nodes/kit/gates.ts';
import { isoFromCivil, plusDays, weekdayOf, type CivilDate } from '../civil-date.ts';
import { wallClockAt } from '../zone.ts';

/**
 * `open` inside a span (its end excluded); a span that runs past midnight belongs to the day it began on, also when the next day is a holiday.
 * Otherwise `holiday` on a holiday and `closed` on any other day. Throws FlowError for an unknown time zone.
 */
export function openStateAt(hours: WeeklyHours, nowMs: number): 'open' | 'closed' | 'holiday' {
  const clock = wallClockAt(nowMs, hours.timeZone);
  const minute = clock.hour * 60 + clock.minute;
  const yesterday = plusDays(clock, -1);
  if (!isHoliday(hours, yesterday) && spansOf(hours, yesterday).some(({ from, to }) => to < from && minute < to)) {
    return 'open';
  }
  if (isHoliday(hours, clock)) return 'holiday';
  const isOpen = spansOf(hours, clock).some(({ from, to }) =>
    to < from ? minute >= from : minute >= from && minute < to,
  );
  return isOpen ? 'open' : 'closed';
}

function spansOf(hours: WeeklyHours, date: CivilDate): readonly { from: number; to: number }[] {
  return (hours.week[weekdayOf(date) - 1] ?? []).map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }));
}

function isHoliday(hours: WeeklyHours, date: CivilDate): boolean {
  return hours.holidays.includes(isoFromCivil(date));
}

function minutesOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
