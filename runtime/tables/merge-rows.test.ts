// What a newer list does to rows: the list always wins, and the counts always add up.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeRows } from './merge-rows.ts';

const columns = [
  { name: 'a', type: 'text' },
  { name: 'b', type: 'number' },
] as const;
const cells = fc.record({ a: fc.constantFrom('x', 'y', 'z', null), b: fc.constantFrom(1, 2, null) });

it('gives the rows of the list in its order, each id once, and counts every row of before and after', () => {
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 12 }), fc.array(cells, { maxLength: 12 }), (old, list) => {
      const before = old.map((row, index) => ({ id: `old${index}`, cells: row }));
      let made = 0;
      const merged = mergeRows(columns, before, list, () => `new${(made += 1)}`);
      expect(merged.rows.map((row) => row.cells)).toEqual(list);
      const ids = merged.rows.map((row) => row.id);
      expect(new Set(ids).size).toBe(ids.length);
      const { added, changed, removed } = merged;
      expect(added).toBe(made);
      const same = list.length - added - changed;
      expect(same).toBeGreaterThanOrEqual(0);
      expect(same + changed + removed).toBe(before.length);
      expect(mergeRows(columns, merged.rows, list, () => 'none')).toEqual({
        rows: merged.rows,
        added: 0,
        changed: 0,
        removed: 0,
      });
    }),
  );
});
