// Hours: open, closed and holiday on the clock of the calendar.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const day = [{ from: '09:00', to: '18:00' }];
const hours = {
  timeZone: 'Asia/Shanghai',
  week: [day, day, day, day, [{ from: '20:00', to: '02:00' }], [], []],
  holidays: ['2026-11-24'],
};
const at = (local: string) => Date.parse(`${local}:00+08:00`);

test.each([
  ['2026-11-23T09:00', 'open'],
  ['2026-11-23T17:59', 'open'],
  ['2026-11-23T18:00', 'closed'],
  ['2026-11-23T08:59', 'closed'],
  ['2026-11-24T10:00', 'holiday'],
  ['2026-11-27T21:00', 'open'],
  ['2026-11-28T01:30', 'open'],
  ['2026-11-28T10:00', 'closed'],
])('%s is %s', (moment, port) => {
  expect(talk(drawAlone('hours', { hours }), { now: at(moment) }).texts).toEqual([`→${port}`]);
});

test('a holiday is closed where no way is drawn for it', () => {
  const flow = drawFlow({ n: ['hours', { hours }], off: ['message', { text: '休息' }] }, [
    'start.next -> n',
    'n.closed -> off',
  ]);
  expect(talk(flow, { now: at('2026-11-24T10:00') }).texts).toEqual(['休息']);
});

test('an unknown time zone is a fault of this node', () => {
  const flow = drawAlone('hours', { hours: { ...hours, timeZone: 'Mars/Olympus' } });
  expect(talk(flow).last).toMatchObject({ outcome: 'faulted', fault: { node: 'n' } });
});
