// A sentence as one vector: the sum of its words' vectors, scaled to length 1.
import { pairHash } from './word-hash.ts';
import type { StaticTable } from './static-table.ts';
import { eachSpacedWord, eachUnspacedWord } from './table-words.ts';

/** The tables that ship. Both lie in one space, so that a sentence may mix languages. */
export interface BundledTables {
  readonly en: StaticTable;
  readonly zh: StaticTable;
}

/** The vector of a normalised text; all zeros when no word of it is known. */
export function encodeText({ en, zh }: BundledTables, text: string): Float32Array {
  const sum = new Float32Array(en.dimension);
  addWords(sum, en, text, eachSpacedWord);
  addWords(sum, zh, text, eachUnspacedWord);
  return toLengthOne(sum);
}

/** Scales a vector to length 1 in place; one without length stays as it is. */
export function toLengthOne(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square > 0) {
    const scale = 1 / Math.sqrt(square);
    for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) * scale;
  }
  return vector;
}

function addWords(sum: Float32Array, table: StaticTable, text: string, eachWord: typeof eachSpacedWord): void {
  let before = 0;
  eachWord(text, table, (hash) => {
    addRow(sum, table, table.find(hash));
    if (before !== 0) addRow(sum, table, table.find(pairHash(before, hash)));
    before = hash;
  });
}

function addRow(sum: Float32Array, { dimension, scales, vectors }: StaticTable, row: number): void {
  if (row < 0) return;
  const scale = scales[row] ?? 0;
  let from = row * dimension;
  for (let at = 0; at < dimension; at += 1, from += 1) sum[at] = (sum[at] ?? 0) + scale * (vectors[from] ?? 0);
}
