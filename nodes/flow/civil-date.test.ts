// Calendar arithmetic, checked against the calendar of the host.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilFromDays,
  civilFromIso,
  civilOf,
  daysFromCivil,
  isoFromCivil,
  plusMonths,
  weekdayOf,
} from './civil-date.ts';

describe('the calendar', () => {
  it('agrees with the host for every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const date = civilFromDays(days);
        const host = new Date(days * 86_400_000);
        expect(isoFromCivil(date)).toBe(host.toISOString().slice(0, 10));
        expect(daysFromCivil(date)).toBe(days);
        expect(weekdayOf(date) % 7).toBe(host.getUTCDay());
      }),
      { numRuns: 2000 },
    );
  });

  it('has no impossible days', () => {
    expect(civilOf(2026, 2, 29)).toBeNull();
    expect(civilOf(2024, 2, 29)).not.toBeNull();
    expect(civilOf(1900, 2, 29)).toBeNull();
    expect(civilOf(2000, 2, 29)).not.toBeNull();
    expect(civilOf(2026, 13, 1)).toBeNull();
    expect(civilOf(2026, 4, 31)).toBeNull();
    expect(civilOf(Number.NaN, 1, 1)).toBeNull();
    expect(civilFromIso('2026-3-5')).toEqual({ year: 2026, month: 3, day: 5 });
    expect(civilFromIso('2026-03-05T10:00')).toBeNull();
  });

  it('shortens a day that the later month does not have', () => {
    expect(plusMonths({ year: 2026, month: 1, day: 31 }, 1)).toEqual({ year: 2026, month: 2, day: 28 });
    expect(plusMonths({ year: 2026, month: 1, day: 31 }, -2)).toEqual({ year: 2025, month: 11, day: 30 });
    expect(plusMonths({ year: 2026, month: 1, day: 31 }, 11)).toEqual({ year: 2026, month: 12, day: 31 });
  });
});
