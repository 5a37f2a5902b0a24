import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, readableBrand } from './contrast.ts';

test('white on any brand colour can be read', () => {
  const channel = fc.integer({ min: 0, max: 255 }).map((part) => part.toString(16).padStart(2, '0'));
  fc.assert(
    fc.property(channel, channel, channel, (r, g, b) => {
      expect(contrast(readableBrand(`#${r}${g}${b}`), '#ffffff')).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('a colour that is readable already stays as it is', () => {
  expect(readableBrand('#2257D6')).toBe('#2257D6');
});

test('something that is not a colour becomes the house blue', () => {
  expect(readableBrand('red;background:url(x)')).toBe('#2257d6');
});
