// The cache keeps what was used last and never grows past its limit.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('gives what was put in, unless it was forgotten, and always knows the half that was used last', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
  const use = fc.record({ kind: fc.constantFrom('set', 'get', 'delete'), key });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.array(use, { maxLength: 200 }), (limit, uses) => {
      const cache = new BoundedCache<number>(limit);
      const truth = new Map<string, number>();
      uses.forEach(({ kind, key }, at) => {
        if (kind === 'set') {
          cache.set(key, at);
          truth.delete(key);
          truth.set(key, at);
        } else if (kind === 'delete') {
          cache.delete(key);
          truth.delete(key);
        } else {
          const last = [...truth.keys()].slice(-Math.floor(limit / 2));
          const got = cache.get(key);
          if (got !== undefined || last.includes(key)) expect(got).toBe(truth.get(key));
          const known = truth.get(key);
          if (known !== undefined) {
            truth.delete(key);
            truth.set(key, known);
          }
        }
      });
      expect([...truth.keys()].filter((known) => cache.get(known) !== undefined).length).toBeLessThanOrEqual(limit);
    }),
  );
});
