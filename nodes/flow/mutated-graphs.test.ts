// Ten thousand spoilt drawings through reading, checks, composing and compiling; `bench/graphs.ts` does the same with a million.
import { expect, it } from 'vitest';
import { examineGraph, type Examined } from '#nodes/testkit/examine-graph.ts';
import { mutatedGraph } from '#nodes/testkit/mutated-graph.ts';

const GRAPHS = 10_000;
const FIRST_SEED = 20_261_128;

it('refuses or plays each of 10,000 drawings with parts missing, doubled, renamed, foreign or circular', () => {
  const counts: Record<Examined, number> = { unread: 0, unsound: 0, played: 0 };
  for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS; seed++) {
    const graph = mutatedGraph(seed, 1 + (seed % 6));
    try {
      counts[examineGraph(graph)] += 1;
    } catch (error) {
      throw new Error(`Seed ${String(seed)}: run "npx tsx bench/graphs.ts 1 ${String(seed)}".`, { cause: error });
    }
  }
  // Neither all refused nor all sound: it would prove nothing.
  expect(Math.min(counts.unread, counts.unsound, counts.played)).toBeGreaterThan(GRAPHS / 20);
}, 300_000);
