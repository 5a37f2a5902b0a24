// Times of day as customers write them.
import { expect, it } from 'vitest';
import { valueOf, write } from '#nodes/testkit/answering.ts';

it.each([
  ['下午三点半', '15:30'],
  ['晚上8点', '20:00'],
  ['明晚七点', '19:00'],
  ['15:30', '15:30'],
  ['３：０５', '03:05'],
  ['中午12点', '12:00'],
  ['晚上十二点', '00:00'],
  ['上午十点一刻', '10:15'],
  ['五点二十', '05:20'],
  ['3pm', '15:00'],
  ['3:45 p.m.', '15:45'],
  ['at 12 am', '00:00'],
  ['half past three in the afternoon', '15:30'],
  ['quarter to nine', '08:45'],
  ["seven o'clock in the evening", '19:00'],
  ['noon please', '12:00'],
  ['14', '14:00'],
])('%s', (text, time) => {
  expect(valueOf({ kind: 'time' }, text)).toBe(time);
});

it.each(['', '明天', '25:00', '三点或者四点', '打八点五折', 'soon', '3 people'])('%s is no single time', (text) => {
  expect(write({ kind: 'time' }, text).ok).toBe(false);
});

it('keeps the bounds of the question', () => {
  expect(write({ kind: 'time', earliest: '09:00', latest: '18:00' }, '晚上八点').ok).toBe(false);
  expect(valueOf({ kind: 'time', earliest: '09:00', latest: '18:00' }, '下午两点')).toBe('14:00');
});
