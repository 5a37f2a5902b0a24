// Counts of tracked events as the table shows them.
import type { TrackedEvents } from '#nodes/wire/events.ts';

const DAY_MS = 86_400_000;

/** The last days where the browser is, newest first, as `2026-11-28`. */
export function daysBack(
  now: number,
  count: number,
  offsetMinutes = -new Date(now).getTimezoneOffset(),
): readonly string[] {
  const there = now + offsetMinutes * 60_000;
  return Array.from({ length: count }, (_, back) => new Date(there - back * DAY_MS).toISOString().slice(0, 10));
}

/** Counts by `day name`. */
export function countsByDay(days: TrackedEvents['days']): ReadonlyMap<string, number> {
  return new Map(days.map(({ day, name, count }) => [`${day} ${name}`, count]));
}

/** Conversations in percent of the event that most conversations came to: how far customers get. */
export function shareOfFirst(totals: TrackedEvents['totals'], sessions: number): number {
  const most = Math.max(1, ...totals.map((total) => total.sessions));
  return Math.round((sessions / most) * 100);
}
