// What fits a column: numbers, days and yes or no as people write them, and nothing else.
import { expect, test } from 'vitest';
import { cellFrom } from './cells.ts';

test.each([
  ['text', '', null],
  ['text', ' a ', ' a '],
  ['text', 12.5, '12.5'],
  ['text', { a: 1 }, '{"a":1}'],
  ['text', 'x'.repeat(2001), undefined],
  ['number', '1,234.5', 1234.5],
  ['number', '１２', 12],
  ['number', ' -3 ', -3],
  ['number', '', null],
  ['number', '1,2', undefined],
  ['number', 'abc', undefined],
  ['number', '1e999', undefined],
  ['date', '2026/3/1', '2026-03-01'],
  ['date', '2026年3月1日', '2026-03-01'],
  ['date', '2024-02-29T10:00:00Z', '2024-02-29'],
  ['date', '2025-02-29', undefined],
  ['date', 'tomorrow', undefined],
  ['boolean', '是', true],
  ['boolean', 'No', false],
  ['boolean', true, true],
  ['boolean', 'perhaps', undefined],
  ['boolean', null, null],
] as const)('%s takes %j as %j', (type, given, value) => {
  expect(cellFrom(type, given)).toBe(value);
});
