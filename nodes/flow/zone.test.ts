// Wall clocks of time zones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { civilFrom, instantFrom, instantOf, isTimeZone, startOfDay, wallClockAt } from './zone.ts';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe('a wall clock', () => {
  it('shows local date and time', () => {
    expect(wallClockAt(1_772_700_000_000, 'Asia/Shanghai')).toEqual({
      year: 2026,
      month: 3,
      day: 5,
      hour: 16,
      minute: 40,
      second: 0,
    });
    expect(wallClockAt(1_772_700_000_000, 'America/New_York')).toMatchObject({ day: 5, hour: 3 });
    expect(wallClockAt(0, 'Asia/Kathmandu')).toMatchObject({ hour: 5, minute: 30 });
  });

  it('goes there and back in every zone', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC', 'Asia/Kolkata'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...zones), (seconds, zone) => {
        const clock = wallClockAt(seconds * 1000, zone);
        expect(wallClockAt(instantOf(clock, zone), zone)).toEqual(clock);
      }),
      { numRuns: 500 },
    );
  });

  it('moves a time that a clock change skips', () => {
    expect(iso(instantFrom('2026-03-29 02:30', 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
  });

  it('knows where a day begins', () => {
    expect(iso(startOfDay({ year: 2026, month: 3, day: 5 }, 'Asia/Shanghai'))).toBe('2026-03-04T16:00:00.000Z');
  });

  it.each([
    ['2026-03-05', '2026-03-04T16:00:00.000Z'],
    ['2026-03-05T10:20', '2026-03-05T02:20:00.000Z'],
    ['2026-03-05 10:20:30', '2026-03-05T02:20:30.000Z'],
    ['2026-03-05T10:20:30.123Z', '2026-03-05T10:20:30.000Z'],
    ['2026-03-05T10:20:30+02:00', '2026-03-05T08:20:30.000Z'],
    ['2026-03-05T10:20-0330', '2026-03-05T13:50:00.000Z'],
    ['2026-02-30', null],
    ['2026-03-05T25:00', null],
    ['10:20', null],
    ['tomorrow', null],
  ])('reads %s', (text, expected) => {
    expect(iso(instantFrom(text, 'Asia/Shanghai'))).toBe(expected);
  });

  it('reads nothing else', () => {
    expect(instantFrom(null, 'UTC')).toBeNull();
    expect(instantFrom([], 'UTC')).toBeNull();
    expect(instantFrom(1e300, 'UTC')).toBeNull();
    expect(civilFrom({ a: 1 }, 'UTC')).toBeNull();
    expect(civilFrom(1_772_700_000_000, 'Asia/Shanghai')).toEqual({ year: 2026, month: 3, day: 5 });
  });

  it('names unknown zones', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(() => wallClockAt(0, 'Mars/Olympus')).toThrow(FlowError);
    expect(() => wallClockAt(Number.NaN, 'UTC')).toThrow(FlowError);
  });
});
