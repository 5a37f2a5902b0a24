// A table of word vectors: one byte a number, found by the hash of the word.
import { FlowError } from '#nodes/kit/errors.ts';
import { createByteReader, createByteWriter } from '../model/bytes.ts';

/** Words (and pairs of words) with their vectors. A vector times its scale is already weighted by how telling the word is. */
export interface StaticTable {
  readonly dimension: number;
  readonly keys: Int32Array;
  readonly scales: Float32Array;
  /** What it costs to read this word in a running text: the negative logarithm of its frequency, times 8. Only for scripts without spaces. */
  readonly costs: Int8Array;
  readonly vectors: Int8Array;
  /** The row of a word, or -1. */
  readonly find: (hash: number) => number;
}

/** What is stored of a table. */
export type TableContent = Omit<StaticTable, 'find'>;

const MAGIC = 0x7a4d_0101;

/** A table as bytes; the same table always gives the same bytes. */
export function bytesFromTable({ dimension, keys, scales, costs, vectors }: TableContent): Uint8Array {
  const writer = createByteWriter();
  writer.number(MAGIC);
  writer.number(dimension);
  writer.array(keys);
  writer.array(scales);
  writer.array(costs);
  writer.array(vectors);
  return writer.finish();
}

/** Reads a table. Anything else is refused with UNDERSTANDING_FAILED. */
export function parseTable(bytes: Uint8Array): StaticTable {
  const reader = createByteReader(bytes);
  const magic = reader.number();
  const dimension = reader.number();
  const keys = reader.int32();
  const scales = reader.float32();
  const costs = reader.int8();
  const vectors = reader.int8();
  const count = keys.length;
  const whole = scales.length === count && costs.length === count && vectors.length === count * dimension;
  if (magic !== MAGIC || !whole) {
    throw new FlowError('UNDERSTANDING_FAILED', 'A table of word vectors is damaged; install the product again.');
  }
  return { dimension, keys, scales, costs, vectors, find: finderOf(keys) };
}

/** Open addressing over the keys. */
function finderOf(keys: Int32Array): (hash: number) => number {
  let size = 16;
  while (size < keys.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size);
  keys.forEach((key, row) => {
    let slot = key & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  });
  return (hash) => {
    let slot = hash & mask;
    for (;;) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || keys[row] === hash) return row;
      slot = (slot + 1) & mask;
    }
  };
}
