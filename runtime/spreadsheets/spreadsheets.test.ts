// Spreadsheet files: nothing runs, nothing is lost, and what people paste is read as it stands.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, csvCell, csvFile } from './spreadsheets.ts';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '"=1'])('makes %j text', (text) => {
  expect(csvCell(text).startsWith(`"'`)).toBe(true);
});

test('leaves numbers as numbers', () => {
  expect(csvCell(-5)).toBe('"-5"');
});

test('reads back every cell it wrote', () => {
  const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', ''));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const table = [['a', 'b'], ...rows];
      const kept = table.filter((row) => row.some((one) => one.trim() !== ''));
      // Only what already looked guarded cannot be told from what was guarded here.
      fc.pre(!rows.flat().some((one) => one.startsWith("'")));
      expect(cellsOf(csvFile(table))).toEqual(kept);
    }),
  );
});

test('reads what was copied out of a spreadsheet, and semicolons where they part', () => {
  expect(cellsOf('名称\t价格\n苹果, 红\t3\n\n')).toEqual([
    ['名称', '价格'],
    ['苹果, 红', '3'],
  ]);
  expect(cellsOf('a;b\r\n"x;\n""y""";2')).toEqual([
    ['a', 'b'],
    ['x;\n"y"', '2'],
  ]);
});
