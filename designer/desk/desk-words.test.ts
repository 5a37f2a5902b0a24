// What the desk says about waiting times and about who was faster.
import { describe, expect, it } from 'vitest';
import { colleagueOf } from './taken-by.ts';
import { waitText } from './wait-text.ts';

describe('a waiting time', () => {
  it.each([
    [0, '0:00'],
    [7_400, '0:07'],
    [750_000, '12:30'],
    [3_900_000, '1:05:00'],
  ])('of %i ms reads %s', (ms, text) => {
    expect(waitText(ms)).toBe(text);
  });
});

describe('a refused take-over', () => {
  it('names the colleague, whichever way the server tells it', () => {
    expect(colleagueOf({ agent: '李娜' })).toBe('李娜');
    expect(colleagueOf({ by: { id: 'u2', name: '李娜' } })).toBe('李娜');
  });

  it('stays silent about a name it does not know', () => {
    expect(colleagueOf({})).toBeUndefined();
    expect(colleagueOf({ agent: '' })).toBeUndefined();
  });
});
