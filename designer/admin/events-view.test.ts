// Tracked events in the table: days as the browser has them, and how far customers get.
import { expect, it } from 'vitest';
import { countsByDay, daysBack, shareOfFirst } from './events-view.ts';

it('counts days back from today, where the browser is', () => {
  const late = Date.UTC(2026, 2, 1, 23, 30);
  expect(daysBack(late, 2, 0)).toEqual(['2026-03-01', '2026-02-28']);
  expect(daysBack(late, 2, 480)).toEqual(['2026-03-02', '2026-03-01']);
});

it('finds the count of a name on a day', () => {
  const counts = countsByDay([{ day: '2026-03-01', name: 'order.placed', count: 3 }]);
  expect([counts.get('2026-03-01 order.placed'), counts.get('2026-03-02 order.placed')]).toEqual([3, undefined]);
});

it('tells the share of the conversations that came to the most frequent step', () => {
  const total = (name: string, sessions: number) => ({ name, count: sessions, sessions, value: 0 });
  const totals = [total('asked', 40), total('placed', 10)];
  expect(totals.map(({ sessions }) => shareOfFirst(totals, sessions))).toEqual([100, 25]);
  expect(shareOfFirst([], 0)).toBe(0);
});
