// The runtime's core against a second, simple player of the same drawings; `bench/reference.ts` does the same with any number of pairs.
import { expect, it } from 'vitest';
import { comparePair } from '#nodes/testkit/reference-pairs.ts';

const PAIRS = 500;
const FIRST_SEED = 20_261_128;

it('says, asks, waits for and remembers what the reference interpreter does, turn by turn', () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + PAIRS; seed++) {
    const compared = comparePair(seed);
    if (compared.outcome === 'agree') continue;
    const { runtime, reference, turns } = compared;
    expect({ seed, turns, ...runtime }).toEqual({ seed, turns, ...reference });
    // Seen are the same, but not in the same order.
    expect(compared.outcome, `seed ${String(seed)}`).toBe('agree');
  }
}, 120_000);
