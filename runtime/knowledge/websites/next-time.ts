// When a website is read again by itself.
import type { SiteRefresh } from '#nodes/wire/knowledge-sites.ts';

const HOUR_MS = 3_600_000;
const UNITS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;

/** The next time, counted `from` one (Unix ms); null: not by itself. */
export function nextTime(refresh: SiteRefresh, from: number): number | null {
  return refresh === null ? null : from + refresh.every * UNITS[refresh.unit];
}
