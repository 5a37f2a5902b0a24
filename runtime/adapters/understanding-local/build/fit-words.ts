// Bends word vectors until the sum of a sentence's words points where the sentence's own vector points.
import { createRandom, shuffle } from '../classifier/random.ts';
import type { Matrix } from './algebra.ts';

/** A sentence as rows of the table, and the row of `targets` it should point to. */
export interface FitSentence {
  readonly rows: readonly number[];
  readonly target: number;
}

/** How far words may leave the place they start from. */
export interface FitOptions {
  readonly passes: number;
  readonly rate: number;
  /** Pull back to the start, per visit. */
  readonly pull: number;
}

/** Adagrad over the cosine between sum and target. `vectors` is changed; every twentieth sentence only measures. Returns its mean cosine, before and after. */
export function fitWords(
  vectors: Matrix,
  sentences: readonly FitSentence[],
  targets: Matrix,
  { passes, rate, pull }: FitOptions,
): { readonly before: number; readonly after: number } {
  const { columns, values } = vectors;
  const start = values.slice();
  const slopes = new Float32Array(vectors.rows).fill(1e-4);
  const order = Int32Array.from({ length: sentences.length }, (_, at) => at);
  const random = createRandom(11);
  const sum = new Float32Array(columns);
  const before = measured(vectors, sentences, targets, sum);
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order, random);
    const step = rate * (1 - (0.8 * pass) / passes);
    for (const at of order) {
      const sentence = sentences[at];
      if (sentence === undefined || at % 20 === 0) continue;
      const { length, targetLength, cosine } = compared(values, sentence, targets, sum, columns);
      if (length < 1e-9 || targetLength < 1e-9) continue;
      const from = sentence.target * columns;
      let square = 0;
      // The slope of the cosine towards the sum, which is the same for every word in it.
      for (let k = 0; k < columns; k += 1) {
        const slope = ((targets.values[from + k] ?? 0) / targetLength - (cosine * (sum[k] ?? 0)) / length) / length;
        sum[k] = slope;
        square += slope * slope;
      }
      for (const row of sentence.rows) {
        slopes[row] = (slopes[row] ?? 0) + square;
        const size = step / Math.sqrt(slopes[row] ?? 1);
        const to = row * columns;
        for (let k = 0; k < columns; k += 1) {
          const value = values[to + k] ?? 0;
          values[to + k] = value + size * (sum[k] ?? 0) - pull * (value - (start[to + k] ?? 0));
        }
      }
    }
  }
  return { before, after: measured(vectors, sentences, targets, sum) };
}

function measured(vectors: Matrix, sentences: readonly FitSentence[], targets: Matrix, sum: Float32Array): number {
  let total = 0;
  let count = 0;
  for (let at = 0; at < sentences.length; at += 20) {
    const sentence = sentences[at];
    if (sentence === undefined) continue;
    total += compared(vectors.values, sentence, targets, sum, vectors.columns).cosine;
    count += 1;
  }
  return total / Math.max(1, count);
}

function compared(
  values: Float32Array,
  { rows, target }: FitSentence,
  targets: Matrix,
  sum: Float32Array,
  columns: number,
): { readonly length: number; readonly targetLength: number; readonly cosine: number } {
  sum.fill(0);
  for (const row of rows) {
    const from = row * columns;
    for (let k = 0; k < columns; k += 1) sum[k] = (sum[k] ?? 0) + (values[from + k] ?? 0);
  }
  let dot = 0;
  let square = 0;
  let targetSquare = 0;
  for (let k = 0; k < columns; k += 1) {
    const wanted = targets.values[target * columns + k] ?? 0;
    dot += wanted * (sum[k] ?? 0);
    square += (sum[k] ?? 0) ** 2;
    targetSquare += wanted * wanted;
  }
  const length = Math.sqrt(square);
  const targetLength = Math.sqrt(targetSquare);
  return { length, targetLength, cosine: length * targetLength > 1e-12 ? dot / (length * targetLength) : 0 };
}
