// Conditions as a table: everything a table says can be read back from its expression.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '#nodes/flow/expression/parse-expression.ts';
import { COMPARISONS, expressionFrom, tableFrom, type ConditionRow } from './condition-model.ts';

describe('a condition table', () => {
  it('reads the usual expressions', () => {
    expect(tableFrom("amount > 100 and customer.name contains '芳'")).toEqual({
      join: 'and',
      rows: [
        { left: 'amount', operator: '>', right: '100' },
        { left: 'customer.name', operator: 'contains', right: '芳' },
      ],
    });
    expect(tableFrom('not empty(order_no) or vip == true')?.join).toBe('or');
    expect(tableFrom('')).toEqual({ join: 'and', rows: [] });
  });

  it('leaves richer expressions to the text field', () => {
    expect(tableFrom('a + 1 > 2')).toBeNull();
    expect(tableFrom('a > 1 and (b or c)')).toBeNull();
    expect(tableFrom('a >')).toBeNull();
    expect(tableFrom("code == '7' and n > 1")).toBeNull();
  });

  it('says the same after writing and reading, whatever people type', () => {
    const rows: fc.Arbitrary<ConditionRow> = fc.record({
      left: fc.constantFrom('order_no', 'customer.name', '金额', 'turn.text'),
      operator: fc.constantFrom(...COMPARISONS.filter((one) => one !== 'in' && one !== 'filled' && one !== 'empty')),
      right: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.integer().map(String)),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(rows, { minLength: 2, maxLength: 4 }),
        (join, list) => {
          const clean = list.map((row) => ({ ...row, right: row.right.replace(/[\n\r]/g, '') }));
          const source = expressionFrom({ join, rows: clean });
          expect(parseExpression(source).ok).toBe(true);
          const back = tableFrom(source);
          expect(back?.rows.map((row) => row.left)).toEqual(clean.map((row) => row.left));
          expect(back === null ? null : expressionFrom(back)).toBe(source);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps codes with leading zeros and long digits as text', () => {
    const row = (right: string) => expressionFrom({ join: 'and', rows: [{ left: 'n', operator: '==', right }] });
    expect(row('007')).toBe("n == '007'");
    expect(row('202611220000000000001')).toBe("n == '202611220000000000001'");
    expect(row('-1.50')).toBe('n == -1.5');
  });

  it('writes lists with any comma people use', () => {
    expect(expressionFrom({ join: 'and', rows: [{ left: 'level', operator: 'in', right: 'gold，silver、vip' }] })).toBe(
      "level in ['gold', 'silver', 'vip']",
    );
  });
});
