// Opening hours on the local clock.
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import type { WeeklyHours } from '#nodes/kit/gates.ts';
import { instantFrom } from '../zone.ts';
import { openStateAt } from './open-state.ts';

const day = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
];
const hours: WeeklyHours = {
  timeZone: 'Asia/Shanghai',
  week: [day, day, day, day, [{ from: '20:00', to: '02:00' }], [], [{ from: '00:00', to: '24:00' }]],
  holidays: ['2026-03-09', '2026-05-01'],
};

function at(local: string, by: WeeklyHours = hours) {
  return openStateAt(by, instantFrom(local, by.timeZone) ?? Number.NaN);
}

describe('opening hours', () => {
  it.each([
    ['2026-03-05 08:59', 'closed'],
    ['2026-03-05 09:00', 'open'],
    ['2026-03-05 11:59', 'open'],
    ['2026-03-05 12:00', 'closed'],
    ['2026-03-05 13:30', 'open'],
    ['2026-03-05 18:00', 'closed'],
    ['2026-03-06 19:59', 'closed'],
    ['2026-03-06 23:30', 'open'],
    ['2026-03-07 01:59', 'open'],
    ['2026-03-07 02:00', 'closed'],
    ['2026-03-08 00:00', 'open'],
    ['2026-03-08 23:59', 'open'],
    ['2026-03-09 10:00', 'holiday'],
    ['2026-05-01 21:00', 'holiday'],
    ['2026-05-02 01:00', 'closed'],
  ])('%s is %s', (local, state) => {
    expect(at(local)).toBe(state);
  });

  it('keeps a night open that began before a holiday', () => {
    const late = { ...hours, holidays: ['2026-03-07'] };
    expect(at('2026-03-07 01:00', late)).toBe('open');
    expect(at('2026-03-07 03:00', late)).toBe('holiday');
  });

  it('reads the clock of its own zone', () => {
    const instant = instantFrom('2026-03-05 09:30', 'Asia/Shanghai') ?? 0;
    expect(openStateAt(hours, instant)).toBe('open');
    expect(openStateAt({ ...hours, timeZone: 'Europe/Berlin' }, instant)).toBe('closed');
  });

  it('follows the change of the clocks', () => {
    const berlin = {
      ...hours,
      timeZone: 'Europe/Berlin',
      holidays: [],
      week: Array(7).fill([{ from: '09:00', to: '10:00' }]),
    };
    expect(at('2026-03-28 09:30', berlin)).toBe('open');
    expect(at('2026-03-30 09:30', berlin)).toBe('open');
    expect(openStateAt(berlin, (instantFrom('2026-03-28 09:30', 'Europe/Berlin') ?? 0) + 2 * 86_400_000)).toBe(
      'closed',
    );
  });

  it('fails as a FlowError for an unknown zone', () => {
    expect(() => openStateAt({ ...hours, timeZone: 'Mars/Olympus' }, 0)).toThrow(FlowError);
  });
});
