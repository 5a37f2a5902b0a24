// Moments between the server's ISO times and the clock fields of a browser, which know no time zone.

/** Rules that hold for everybody, everywhere, always. */
export const OPEN_RULES = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };

/** `2026-12-31T18:00` on this device's clock; empty for none. */
export function localFromIso(iso: string | null): string {
  if (iso === null) return '';
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return '';
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that a clock field means; null while it is empty or half typed. */
export function isoFromLocal(local: string): string | null {
  const moment = new Date(local);
  return local === '' || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
