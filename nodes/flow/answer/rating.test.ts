// Ratings as customers give them.
import { describe, expect, it } from 'vitest';
import { press, valueOf, write } from '#nodes/testkit/answering.ts';

describe('a rating', () => {
  it.each([
    ['5', 5],
    ['4分', 4],
    ['三星', 3],
    ['五星好评', 5],
    ['⭐⭐⭐⭐', 4],
    ['★★', 2],
    ['4/5', 4],
    ['非常满意', 5],
    ['满意', 4],
    ['一般', 3],
    ['不满意', 2],
    ['太差了', 1],
    ['very good', 5],
    ['good', 4],
    ['okay', 3],
    ['terrible', 1],
    ['four stars', 4],
  ])('%s', (text, expected) => {
    expect(valueOf({ kind: 'rating', max: 5 }, text)).toBe(expected);
  });

  it.each(['0', '6', '3.5', '⭐⭐⭐⭐⭐⭐', '3 or 4', '你好', ''])('%s is none', (text) => {
    expect(write({ kind: 'rating', max: 5 }, text).ok).toBe(false);
  });

  it('is also pressed', () => {
    expect(press({ kind: 'rating', max: 5 }, '4')).toEqual({ ok: true, value: 4 });
  });
});
