// Schedules on wall clocks: working days, month ends, leap years, clock changes, quiet hours.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from '#nodes/kit/cron.ts';
import { nextTime, quietUntil } from './schedule-times.ts';

const next = (cron: string, after: string, timeZone = 'UTC') => {
  const at = nextTime({ mode: 'cron', cron, date: '', timeZone }, Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a cron line', () => {
  it.each([
    ['0 9 * * 1-5', '2026-11-27T09:00:00Z', 'UTC', '2026-11-30T09:00:00.000Z'],
    ['*/15 8-9 * * *', '2026-11-27T09:45:00Z', 'UTC', '2026-11-28T08:00:00.000Z'],
    ['30 9 * * mon', '2026-11-28T00:00:00Z', 'Asia/Shanghai', '2026-11-30T01:30:00.000Z'],
    ['0 0 31 * *', '2026-11-01T00:00:00Z', 'UTC', '2026-12-31T00:00:00.000Z'],
    ['0 12 29 2 *', '2026-03-01T00:00:00Z', 'UTC', '2028-02-29T12:00:00.000Z'],
    ['0 12 29 2 *', '2096-03-01T00:00:00Z', 'UTC', '2104-02-29T12:00:00.000Z'],
    ['0 0 13 * fri', '2026-11-01T00:00:00Z', 'UTC', '2026-11-06T00:00:00.000Z'],
    // The clock skips 02:30, and shows 01:30 twice.
    ['30 2 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['30 2 * * *', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
    ['30 2 * * *', '2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-26T01:30:00.000Z'],
  ])('%s after %s in %s', (cron, after, timeZone, expected) => {
    expect(next(cron, after, timeZone)).toBe(expected);
  });

  it.each([
    '',
    '* * * *',
    '60 0 * * *',
    '0 24 * * *',
    '0 0 30 2 *',
    '0 0 31 4,6 *',
    '5-1 * * * *',
    '*/0 * * * *',
    'a b c d e',
    '0 0 * * 8',
  ])('"%s" is refused with a reason', (line) => {
    const read = parseCron(line);
    expect(read.ok ? '' : read.problem.en).not.toBe('');
    expect(read.ok).toBe(false);
  });

  it('always moves on, and never leaves out a moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'America/New_York'),
        (after, timeZone) => {
          const times = { mode: 'cron', cron: '0 */6 * * *', date: '', timeZone } as const;
          const at = nextTime(times, after) ?? 0;
          expect(at).toBeGreaterThan(after);
          expect(at - after).toBeLessThanOrEqual(7 * 3_600_000);
          expect(nextTime(times, at - 1)).toBe(at);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('one moment', () => {
  const once = { mode: 'once', cron: '', date: '2026-12-24T18:00', timeZone: 'Asia/Shanghai' } as const;
  it('comes once', () => {
    expect(nextTime(once, Date.parse('2026-12-01T00:00:00Z'))).toBe(Date.parse('2026-12-24T10:00:00Z'));
    expect(nextTime(once, Date.parse('2026-12-24T10:00:00Z'))).toBeUndefined();
  });
});

describe('quiet hours', () => {
  it.each([
    ['2026-11-28T22:30:00Z', '2026-11-29T08:00:00.000Z'],
    ['2026-11-28T03:00:00Z', '2026-11-28T08:00:00.000Z'],
    ['2026-11-28T08:00:00Z', undefined],
  ])('past midnight at %s', (at, expected) => {
    const until = quietUntil({ from: '22:00', to: '08:00' }, 'UTC', Date.parse(at));
    expect(until === undefined ? undefined : new Date(until).toISOString()).toBe(expected);
  });
});
