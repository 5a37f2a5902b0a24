// Examples as vectors, kept to tell how near a sentence comes to what its intent was taught with.
import type { DenseBlock } from '../features/feature-space.ts';
import type { LabelledSentence } from './labelled-sentences.ts';

/** Vectors of length 127 in one byte a number, class by class: class `k` owns rows `starts[k] .. starts[k + 1]`. */
export interface Neighbours {
  readonly starts: Int32Array;
  readonly vectors: Int8Array;
}

/** More examples of one intent say nothing new about where it lies. */
const MOST_OF_A_CLASS = 60;

/** Keeps the examples' vectors from the last source of meaning, which is the best one there is. */
export function collectNeighbours(
  sentences: readonly LabelledSentence[],
  classCount: number,
  blocks: readonly DenseBlock[],
): Neighbours {
  const dimension = blocks.at(-1)?.dimension ?? 0;
  const starts = new Int32Array(classCount + 1);
  if (dimension === 0) return { starts, vectors: new Int8Array() };
  const classes = Array.from({ length: classCount }, (): Float32Array[] => []);
  for (const { label, raw } of sentences) {
    const meaning = raw.meanings[blocks.length - 1];
    const own = classes[label];
    if (meaning === undefined || own === undefined || own.length >= MOST_OF_A_CLASS) continue;
    own.push(meaning);
  }
  const vectors = new Int8Array(dimension * classes.reduce((sum, own) => sum + own.length, 0));
  let row = 0;
  classes.forEach((own, k) => {
    for (const meaning of own) {
      for (let at = 0; at < dimension; at += 1) vectors[row * dimension + at] = Math.round((meaning[at] ?? 0) * 127);
      row += 1;
    }
    starts[k + 1] = row;
  });
  return { starts, vectors };
}

/** The cosine to the nearest kept example of a class, 0..1; 0 without a source of meaning. */
export function nearnessOf({ starts, vectors }: Neighbours, label: number, meanings: readonly Float32Array[]): number {
  const rows = starts[starts.length - 1] ?? 0;
  const meaning = meanings.at(-1);
  if (rows === 0 || meaning === undefined) return 0;
  const dimension = vectors.length / rows;
  let most = 0;
  for (let row = starts[label] ?? 0; row < (starts[label + 1] ?? 0); row += 1) {
    let dot = 0;
    let from = row * dimension;
    for (let at = 0; at < dimension; at += 1, from += 1) dot += (meaning[at] ?? 0) * (vectors[from] ?? 0);
    if (dot > most) most = dot;
  }
  return Math.min(1, most / 127);
}
