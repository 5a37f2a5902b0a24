// Deals sentences into folds, every intent's evenly: a fold that took half of an intent's few examples would make it look bad.
import { createRandom, shuffle } from '../classifier/random.ts';
import type { LabelledSentence } from './labelled-sentences.ts';

/** The fold of each sentence; -1: always learnt from, as names are and an only example. */
export function foldsWithin(
  sentences: readonly LabelledSentence[],
  foldCount: number,
  classCount: number,
  seed: number,
): Int32Array {
  const places: number[][] = Array.from({ length: classCount + 1 }, () => []);
  sentences.forEach(({ label, source }, at) => {
    if (source !== 'name') places[label < 0 ? classCount : label]?.push(at);
  });
  const fold = new Int32Array(sentences.length).fill(-1);
  const random = createRandom(seed ^ 0x7e57);
  let next = 0;
  for (const own of places) {
    if (own.length < 2) continue;
    const order = Int32Array.from(own);
    shuffle(order, random);
    for (const at of order) {
      fold[at] = next % foldCount;
      next += 1;
    }
  }
  return fold;
}

/** Folds of `count` things of one kind. */
export function foldsOf(count: number, foldCount: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at % foldCount);
  shuffle(order, createRandom(seed ^ 0x5eed));
  return order;
}
