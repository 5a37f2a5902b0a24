// Times survive the way through a clock field.
import { expect, it } from 'vitest';
import { isoFromLocal, localFromIso } from './local-time.ts';

it('comes back as the same minute, and nothing stays nothing', () => {
  expect(isoFromLocal(localFromIso('2026-12-31T18:05:00.000Z'))).toBe('2026-12-31T18:05:00.000Z');
  expect(localFromIso(null)).toBe('');
  expect(localFromIso('soon')).toBe('');
  expect(isoFromLocal('')).toBeNull();
});
