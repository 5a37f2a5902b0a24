// The runtime's core against a second, simple player of the same drawings; `bench/reference.ts` does the same with any number of pairs.
import { expect, it } from 'vitest';
import { comparePair } from '#nodes/testkit/reference-pairs.ts';

const PAIRS = 500;
const FIRST_SEED = 20_261_128;

it('says, asks, waits for and remembers what the reference interpreter does, turn by turn', () => {
  let agreed = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + PAIRS; seed++) {
    const compared = comparePair(seed);
    if (compared.outcome === 'agree') agreed += 1;
    if (compared.outcome !== 'differ') continue;
    const { runtime, reference, turns } = compared;
    expect({ seed, turns, ...runtime }).toEqual({ seed, turns, ...reference });
  }
  // A turn of thousands of steps is given up by the chart and compared with nothing.
  expect(agreed).toBeGreaterThan(PAIRS * 0.9);
}, 120_000);
