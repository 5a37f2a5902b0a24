// Split: shares by weight, the same customer always the same way.
import { expect, test } from 'vitest';
import { shareOf } from '#nodes/flow/share-of.ts';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const shares = (a: number, b: number) => ({
  shares: [
    { id: 'a', label: 'A', weight: a },
    { id: 'b', label: 'B', weight: b },
  ],
});

test('weights decide the shares, within chance', () => {
  const below = Array.from({ length: 10_000 }, (_, index) => shareOf(`contact-${String(index)}`, 'split'));
  const share = below.filter((at) => at < 0.25).length / below.length;
  expect(share).toBeGreaterThan(0.23);
  expect(share).toBeLessThan(0.27);
});

test('the same customer goes the same way in every conversation, another split is another draw', () => {
  expect(shareOf('c1', 'split')).toBe(shareOf('c1', 'split'));
  const pairs = Array.from({ length: 1000 }, (_, index) => [`c${String(index)}`, index] as const);
  const same = pairs.filter(([id]) => shareOf(id, 'one') < 0.5 === shareOf(id, 'two') < 0.5).length;
  expect(same).toBeGreaterThan(400);
  expect(same).toBeLessThan(600);
});

test('a weight of 0 sends nobody', () => {
  expect(talk(drawAlone('split', shares(0, 1))).texts).toEqual(['→b']);
  expect(talk(drawAlone('split', shares(1, 0))).texts).toEqual(['→a']);
});
