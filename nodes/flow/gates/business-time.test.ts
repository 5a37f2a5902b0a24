// Business time: counted over nights, weekends, holidays and clock changes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeeklyHours } from '#nodes/kit/gates.ts';
import { instantFrom } from '../zone.ts';
import { instantAfterOpen } from './business-time.ts';
import { openStateAt } from './open-state.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const WORKDAY = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
];
const shop: WeeklyHours = {
  timeZone: 'Asia/Shanghai',
  week: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, [{ from: '20:00', to: '02:00' }], [], []],
  holidays: ['2026-11-30'],
};

function local(text: string, timeZone = shop.timeZone): number {
  return instantFrom(text, timeZone) ?? Number.NaN;
}

describe('business time', () => {
  it.each([
    // Monday 2026-11-23.
    ['inside a span', '2026-11-23 10:00', 1, '2026-11-23 11:00'],
    ['over the lunch break', '2026-11-23 11:00', 2, '2026-11-23 14:00'],
    ['up to the very end', '2026-11-23 17:00', 1, '2026-11-23 18:00'],
    ['over the night', '2026-11-23 17:00', 2, '2026-11-24 10:00'],
    ['past midnight', '2026-11-27 23:00', 2, '2026-11-28 01:00'],
    ['over a weekend and a holiday', '2026-11-28 01:00', 2, '2026-12-01 10:00'],
    ['opening: now, when open', '2026-11-23 10:00', 0, '2026-11-23 10:00'],
    ['opening: after lunch', '2026-11-23 12:00', 0, '2026-11-23 13:00'],
    ['opening: after the weekend and the holiday', '2026-11-28 02:00', 0, '2026-12-01 09:00'],
  ])('%s', (_name, from, hours, until) => {
    expect(instantAfterOpen(shop, local(from), hours * HOUR)).toBe(local(until));
  });

  it('has no answer where it never opens, or not within 400 days', () => {
    const never: WeeklyHours = { ...shop, week: [[], [], [], [], [], [], []] };
    expect(instantAfterOpen(never, local('2026-11-23'), 0)).toBeUndefined();
    expect(instantAfterOpen(shop, local('2026-11-23'), 1e13)).toBeUndefined();
  });

  it('opens on 29 February, which only some years have', () => {
    const always = { timeZone: 'UTC', week: shop.week.map(() => [{ from: '00:00', to: '24:00' }]), holidays: [] };
    expect(instantAfterOpen(always, Date.UTC(2028, 1, 28, 12), 24 * HOUR)).toBe(Date.UTC(2028, 1, 29, 12));
    expect(instantAfterOpen(always, Date.UTC(2027, 1, 28, 12), 24 * HOUR)).toBe(Date.UTC(2027, 2, 1, 12));
  });

  it('counts an hour less where the clocks skip one, and opens when the skipped time is over', () => {
    const night: WeeklyHours = {
      timeZone: 'Europe/Berlin',
      week: shop.week.map(() => [{ from: '01:00', to: '05:00' }]),
      holidays: [],
    };
    // 2026-03-29, 02:00 becomes 03:00: three hours are left of four.
    expect(instantAfterOpen(night, local('2026-03-29 00:00', night.timeZone), 3 * HOUR)).toBe(
      local('2026-03-29 05:00', night.timeZone),
    );
    const skipped = { ...night, week: shop.week.map(() => [{ from: '02:30', to: '05:00' }]) };
    const opening = instantAfterOpen(skipped, local('2026-03-29 00:00', night.timeZone), 0) ?? 0;
    expect(opening).toBe(Date.UTC(2026, 2, 29, 1));
    expect(openStateAt(skipped, opening)).toBe('open');
    expect(openStateAt(skipped, opening - 1)).toBe('closed');
  });

  it('counts the repeated hour of the autumn', () => {
    const night: WeeklyHours = {
      timeZone: 'Europe/Berlin',
      week: shop.week.map(() => [{ from: '01:00', to: '05:00' }]),
      holidays: [],
    };
    expect(instantAfterOpen(night, local('2026-10-25 00:00', night.timeZone), 5 * HOUR)).toBe(
      local('2026-10-25 05:00', night.timeZone),
    );
  });

  it('agrees with the opening hours, minute by minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 * 24 * 12 }), fc.integer({ min: 0, max: 120 }), (start, steps) => {
        const minutes = steps * 5;
        const from = local('2026-11-20 00:00') + start * 5 * MINUTE;
        const until = instantAfterOpen(shop, from, minutes * MINUTE) ?? Number.NaN;
        let open = 0;
        for (let at = from; at < until; at += 5 * MINUTE) if (openStateAt(shop, at) === 'open') open += 5;
        expect(open).toBe(minutes);
        if (minutes === 0) expect(openStateAt(shop, until)).toBe('open');
      }),
      { numRuns: 40 },
    );
  });

  it('follows the clock of its own zone', () => {
    const from = Date.UTC(2026, 10, 23, 0);
    const there = { ...shop, timeZone: 'America/New_York' };
    expect(instantAfterOpen(there, from, 0)).toBe(Date.UTC(2026, 10, 23, 14));
    expect(instantAfterOpen(shop, from, 0)).toBe(Date.UTC(2026, 10, 23, 1));
  });
});
