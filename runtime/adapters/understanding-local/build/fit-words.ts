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
  /** The first step of a word, as a share of the mean length of the words that have one. */
  readonly rate: number;
  /** A word met so many times goes half of the way it was bent; one met less often stays nearer to its start. */
  readonly doubt: number;
}

/** Adagrad over the cosine between sum and target. `vectors` is changed; every twentieth sentence only measures. Returns its mean cosine, before and after. */
export function fitWords(
  vectors: Matrix,
  sentences: readonly FitSentence[],
  targets: Matrix,
  { passes, rate, doubt }: FitOptions,
): { readonly before: number; readonly after: number } {
  const { columns, values } = vectors;
  const start = values.slice();
  const usual = meanLength(vectors);
  const slopes = new Float32Array(vectors.rows).fill(1e-6);
  const order = Int32Array.from({ length: sentences.length }, (_, at) => at);
  const random = createRandom(11);
  const sum = new Float32Array(columns);
  const before = measured(vectors, sentences, targets, sum);
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order, random);
    const step = usual * rate * (1 - (0.8 * pass) / passes);
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
          values[to + k] = (values[to + k] ?? 0) + size * (sum[k] ?? 0);
        }
      }
    }
  }
  settle(vectors, start, sentences, doubt);
  return { before, after: measured(vectors, sentences, targets, sum) };
}

function settle(
  { rows, columns, values }: Matrix,
  start: Float32Array,
  sentences: readonly FitSentence[],
  doubt: number,
): void {
  const visits = new Int32Array(rows);
  for (const sentence of sentences) for (const row of sentence.rows) visits[row] = (visits[row] ?? 0) + 1;
  for (let row = 0; row < rows; row += 1) {
    const share = (visits[row] ?? 0) / Math.max(1e-9, (visits[row] ?? 0) + doubt);
    for (let at = row * columns; at < (row + 1) * columns; at += 1) {
      values[at] = (start[at] ?? 0) + share * ((values[at] ?? 0) - (start[at] ?? 0));
    }
  }
}

function meanLength({ rows, columns, values }: Matrix): number {
  let total = 0;
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    const square = values.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value * value, 0);
    if (square === 0) continue;
    total += Math.sqrt(square);
    count += 1;
  }
  return total / Math.max(1, count);
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
