// What is there is found and what is gone is not, with and without lists; lists find nearly what looking at all finds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeeded, type Seeded } from '#nodes/testkit/seeded.ts';
import { createNearestVectors, type NearestVectors } from './nearest-vectors.ts';
import type { DenseEntry } from './vector-set.ts';
import { directionOf, type Direction } from './vectors.ts';

const EVERYWHERE = { baseIds: [] };
const DIMENSION = 16;
/** Enough to be every vector of a test. */
const ALL = 10_000;

function entry(id: number, direction: Direction, rules: object = {}): DenseEntry {
  const eligibility = { base_id: 'b', channels: '', audiences: '', tags: '', starts_at: null, ends_at: null };
  return { id, eligibility: { ...eligibility, ...rules }, direction };
}

/** Near one of forty subjects, as texts are. */
function directions(count: number, chance: Seeded): readonly Direction[] {
  const noise = () => chance.next() + chance.next() + chance.next() - 1.5;
  const subjects = Array.from({ length: 40 }, () => Array.from({ length: DIMENSION }, noise));
  return Array.from({ length: count }, () =>
    directionOf(Float32Array.from(chance.pick(subjects), (value) => value + noise() / 2)),
  );
}

async function filled(entries: readonly DenseEntry[], exactUpTo: number): Promise<NearestVectors> {
  const index = createNearestVectors(exactUpTo);
  index.put(entries);
  index.arrange();
  await index.settled();
  return index;
}

const idsOf = (index: NearestVectors, question: Direction, filter: object = {}, each = 10) =>
  index.nearest({ ...EVERYWHERE, ...filter }, question, each, -1).map(({ id }) => id);

describe('what is written and removed', () => {
  const vector = fc.int8Array({ minLength: 4, maxLength: 4 }).filter((one) => one.some((value) => value !== 0));
  const change = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), id: fc.nat(30), vector }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), ids: fc.uniqueArray(fc.nat(30)) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('arrange' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
  );

  it('finds each by its own vector, and nothing that was removed, whatever happened before', async () => {
    const property = fc.asyncProperty(
      fc.array(change, { maxLength: 60 }),
      fc.constantFrom(0, 5, 20, Infinity),
      async (changes, exactUpTo) => {
        const index = createNearestVectors(exactUpTo);
        const held = new Map<number, Direction>();
        for (const one of changes) {
          if (one.kind === 'put') {
            index.put([entry(one.id, one.vector)]);
            held.set(one.id, one.vector);
          } else if (one.kind === 'remove') {
            index.remove(new Set(one.ids));
            for (const id of one.ids) held.delete(id);
          } else {
            index.arrange();
            if (one.kind === 'settle') await index.settled();
          }
        }
        for (const [id, direction] of held) {
          const found = idsOf(index, direction, {}, ALL);
          expect(found).toContain(id);
          expect(found.every((other) => held.has(other))).toBe(true);
          expect(new Set(found).size).toBe(found.length);
        }
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it('keeps no more than twice the vectors that are there', async () => {
    const index = await filled([], 100);
    for (const [id, direction] of directions(2000, createSeeded(3)).entries()) {
      index.put([entry(id, direction)]);
      index.remove(new Set([id - 50]));
    }
    expect(index.size()).toBeLessThanOrEqual(101);
  });
});

describe('lists', () => {
  const chance = createSeeded(7);
  const vectors = directions(4000, chance);
  const entries = vectors.map((direction, id) =>
    entry(id, direction, { base_id: id % 40 === 0 ? 'small' : 'large', audiences: id % 50 === 1 ? ',vip,' : '' }),
  );
  const questions = vectors.filter((_vector, at) => at % 40 === 3).map((one) => one.map((value) => value - 9));

  function recall(approximate: NearestVectors, exact: NearestVectors, filter: object = {}): number {
    const shares = questions.map((question) => {
      const right = idsOf(exact, question, filter);
      const found = idsOf(approximate, question, filter);
      return right.filter((id) => found.includes(id)).length / right.length;
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }

  it('find at least 95 in 100 of the ten nearest, and not by looking at all', async () => {
    const exact = await filled(entries, Infinity);
    const approximate = await filled(entries, 1000);
    expect([exact.hasLists(), approximate.hasLists()]).toEqual([false, true]);
    expect(recall(approximate, exact)).toBeGreaterThanOrEqual(0.95);
    expect(recall(approximate, exact, { baseIds: ['large'], audiences: ['vip'] })).toBeGreaterThanOrEqual(0.95);
    expect(idsOf(approximate, questions[0]!, {}, ALL).length).toBeLessThan(1000);
  });

  it('are passed over when a filter leaves few candidates', async () => {
    const exact = await filled(entries, Infinity);
    const approximate = await filled(entries, 1000);
    const question = questions[5]!;
    for (const filter of [{ baseIds: ['small'] }, { baseIds: ['small'], audiences: ['vip'] }]) {
      expect(idsOf(approximate, question, filter, ALL)).toEqual(idsOf(exact, question, filter, ALL));
    }
    expect(idsOf(approximate, question, { baseIds: ['small'] }, ALL)).toHaveLength(100);
    expect(idsOf(approximate, question, { baseIds: ['nowhere'] }, ALL)).toEqual([]);
  });

  it('are the same each time they are made', async () => {
    const [one, other] = [await filled(entries, 1000), await filled(entries, 1000)];
    for (const question of questions) expect(idsOf(one, question, {}, ALL)).toEqual(idsOf(other, question, {}, ALL));
  });

  it('take in what comes later, and are made anew when there is twice as much', async () => {
    const exact = await filled(entries, Infinity);
    const grown = await filled(entries.slice(0, 1500), 1000);
    grown.put(entries.slice(1500, 2900));
    expect(recall(grown, await filled(entries.slice(0, 2900), Infinity))).toBeGreaterThanOrEqual(0.95);
    grown.put(entries.slice(2900));
    grown.arrange();
    await grown.settled();
    const fresh = await filled(entries, 1000);
    for (const question of questions) expect(idsOf(grown, question, {}, ALL)).toEqual(idsOf(fresh, question, {}, ALL));
    expect(recall(grown, exact)).toBeGreaterThanOrEqual(0.95);
  });

  it('are not needed to search: while they are made everything is looked at', async () => {
    const index = createNearestVectors(1000);
    index.put(entries);
    expect(idsOf(index, questions[0]!, {}, ALL)).toHaveLength(
      entries.filter((one) => one.eligibility.audiences === '').length,
    );
    index.arrange();
    index.remove(new Set(entries.slice(0, 3500).map(({ id }) => id)));
    await index.settled();
    expect(idsOf(index, questions[0]!, { audiences: ['vip'] }, ALL)).toHaveLength(500);
  });
});
