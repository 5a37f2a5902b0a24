// How near sentences come to intents and to each other, by what they mean.
import type { TrainingSet, Understanding } from '#runtime/ports/understanding.ts';

type Intents = TrainingSet['intents'];

/** Vectors of an intent are at most so many, and of a flow in all. */
const MOST_OF_AN_INTENT = 30;
const MOST_OF_A_FLOW = 6_000;

/** An intent as vectors. */
export interface PlacedIntent {
  readonly intent: string;
  readonly vectors: readonly Float32Array[];
}

/** The intents by their names and examples. */
export function placeIntents(intents: Intents, meaningOf: Understanding['meaningOf']): readonly PlacedIntent[] {
  const most = Math.max(1, Math.min(MOST_OF_AN_INTENT, Math.floor(MOST_OF_A_FLOW / Math.max(1, intents.length))));
  return intents.map(({ id, name, examples }) => ({
    intent: id,
    vectors: [...examples.slice(0, most), name].map(meaningOf),
  }));
}

/** Every intent with how near the sentence comes to it, 0..1, nearest first. */
export function nearestIntents(
  vector: Float32Array,
  placed: readonly PlacedIntent[],
): readonly { readonly intent: string; readonly likeness: number }[] {
  return placed
    .map(({ intent, vectors }) => ({
      intent,
      likeness: vectors.reduce((most, other) => Math.max(most, likenessOf(vector, other)), 0),
    }))
    .sort((a, b) => b.likeness - a.likeness);
}

/** The cosine of two vectors of length 1, not below 0. */
export function likenessOf(one: Float32Array, other: Float32Array): number {
  let dot = 0;
  for (let at = 0; at < one.length; at += 1) dot += (one[at] ?? 0) * (other[at] ?? 0);
  return Math.max(0, Math.min(1, dot));
}

/** A sentence without what does not change its meaning: equal ones say the same in the same words. */
export function bareWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
