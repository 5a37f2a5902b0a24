// What a model knows of the world's words: which features it has seen, how rare each is, and sentences as vectors over them.
import { FEATURE_BLOCKS } from './feature-blocks.ts';
import type { RawFeatures } from './raw-features.ts';

/** Known features. `keys[id]` is the hash of feature `id`, `rarity[id]` its inverse document frequency. */
export interface FeatureSpace {
  readonly keys: Int32Array;
  readonly rarity: Float32Array;
  /** The first so many features come from sentences of the intents; the others were only met in foreign ones. */
  readonly ownCount: number;
  /** Rarity given to a feature never seen. */
  readonly unseenRarity: number;
  /** Blocks of numbers that stand behind the known features, in the order of `RawFeatures.meanings`. */
  readonly dense: readonly DenseBlock[];
  /** Room to count in while a sentence is read; all zeros in between. */
  readonly counts: Uint16Array;
  readonly find: (hash: number) => number;
}

/** A sentence's vector from one source, weighed against the groups of words and letters. */
export interface DenseBlock {
  readonly dimension: number;
  readonly weight: number;
}

/** How many numbers a vector over this space has. */
export function sizeOf({ keys, dense }: Pick<FeatureSpace, 'keys' | 'dense'>): number {
  return dense.reduce((sum, { dimension }) => sum + dimension, keys.length);
}

/** A sentence as a sparse vector, and how much of it the intents' own sentences know. */
export interface SentenceVector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** Share of the rarity of each block's features that the intents' own sentences know, 0..1. */
  readonly known: readonly number[];
}

/** A sentence to learn the space from; `own` when it is of an intent. */
export interface SpaceSentence {
  readonly raw: RawFeatures;
  readonly own: boolean;
}

/** Learns the space of some sentences. A feature counts from `minDocuments` sentences on, block by block. */
export function fitFeatureSpace(
  sentences: readonly SpaceSentence[],
  minDocuments: readonly number[],
  dense: readonly DenseBlock[] = [],
): FeatureSpace {
  const { hashes, blocks, documents, owns, count } = countFeatures(sentences);
  const enough = (slot: number): boolean => (documents[slot] ?? 0) >= (minDocuments[blocks[slot] ?? 0] ?? 1);
  const keys: number[] = [];
  const rarity: number[] = [];
  function keep(own: 0 | 1): void {
    for (let at = 0; at < count; at += 1) {
      if (owns[at] !== own || !enough(at)) continue;
      keys.push(hashes[at] ?? 0);
      rarity.push(Math.log((1 + sentences.length) / (1 + (documents[at] ?? 0))) + 1);
    }
  }
  keep(1);
  const ownCount = keys.length;
  keep(0);
  const unseen = Math.log(1 + sentences.length) + 1;
  return createFeatureSpace(Int32Array.from(keys), Float32Array.from(rarity), ownCount, unseen, dense);
}

/** Every feature in the order it was first met, with its block, the sentences that have it, and whether one of them is an intent's own. */
function countFeatures(sentences: readonly SpaceSentence[]) {
  const most = sentences.reduce((sum, { raw }) => sum + raw.hashes.length, 0);
  let size = 16;
  while (size < most * 1.5) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size);
  const hashes = new Int32Array(most);
  const blocks = new Uint8Array(most);
  const documents = new Int32Array(most);
  const owns = new Uint8Array(most);
  // A feature counts once a sentence: the last sentence it was met in, from 1.
  const last = new Int32Array(most);
  let count = 0;
  sentences.forEach(({ raw, own }, sentence) => {
    let block = 0;
    raw.hashes.forEach((hash, place) => {
      while (place >= (raw.ends[block] ?? Infinity)) block += 1;
      let slot = hash & mask;
      while (slots[slot] !== 0 && hashes[(slots[slot] ?? 0) - 1] !== hash) slot = (slot + 1) & mask;
      let at = (slots[slot] ?? 0) - 1;
      if (at < 0) {
        at = count;
        slots[slot] = at + 1;
        hashes[at] = hash;
        blocks[at] = block;
        count += 1;
      }
      if (last[at] === sentence + 1) return;
      last[at] = sentence + 1;
      documents[at] = (documents[at] ?? 0) + 1;
      if (own) owns[at] = 1;
    });
  });
  return { hashes, blocks, documents, owns, count };
}

/** A space over given keys; look-ups use open addressing in one flat table. */
export function createFeatureSpace(
  keys: Int32Array,
  rarity: Float32Array,
  ownCount: number,
  unseenRarity: number,
  dense: readonly DenseBlock[] = [],
): FeatureSpace {
  let size = 16;
  while (size < keys.length * 2) size *= 2;
  const last = size * 2 - 2;
  // Key and place side by side: a look-up is mostly waiting for memory, and this way it waits once.
  const slots = new Int32Array(size * 2);
  keys.forEach((key, id) => {
    let slot = (key << 1) & last;
    while (slots[slot + 1] !== 0) slot = (slot + 2) & last;
    slots[slot] = key;
    slots[slot + 1] = id + 1;
  });
  function find(hash: number): number {
    let slot = (hash << 1) & last;
    for (;;) {
      const id = (slots[slot + 1] ?? 0) - 1;
      if (id < 0 || slots[slot] === hash) return id;
      slot = (slot + 2) & last;
    }
  }
  return { keys, rarity, ownCount, unseenRarity, dense, counts: new Uint16Array(keys.length), find };
}

/** Sublinear TF-IDF, each group of blocks scaled to length 1; then the dense blocks. */
export function vectorise(space: FeatureSpace, { hashes, ends, meanings }: RawFeatures): SentenceVector {
  const { rarity, ownCount, unseenRarity, counts, dense } = space;
  const room = hashes.length + dense.reduce((sum, { dimension }) => sum + dimension, 0);
  const ids = new Int32Array(room);
  const values = new Float32Array(room);
  const known: number[] = [];
  let size = 0;
  let at = 0;
  let groupStart = 0;
  let square = 0;
  for (let index = 0; index < FEATURE_BLOCKS.length; index += 1) {
    const blockStart = size;
    const end = ends[index] ?? 0;
    let missing = 0;
    for (; at < end; at += 1) {
      const id = space.find(hashes[at] ?? 0);
      if (id < 0 || id >= ownCount) missing += 1;
      if (id < 0) continue;
      const count = counts[id] ?? 0;
      counts[id] = count + 1;
      if (count === 0) ids[size++] = id;
    }
    let mass = 0;
    for (let entry = blockStart; entry < size; entry += 1) {
      const id = ids[entry] ?? 0;
      const count = counts[id] ?? 0;
      counts[id] = 0;
      const rare = rarity[id] ?? 0;
      const value = count === 1 ? rare : (1 + Math.log(count)) * rare;
      values[entry] = value;
      square += value * value;
      if (id < ownCount) mass += count * rare;
    }
    const total = mass + missing * unseenRarity;
    known.push(total > 0 ? mass / total : 0);
    if (FEATURE_BLOCKS[index + 1]?.group === FEATURE_BLOCKS[index]?.group) continue;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let entry = groupStart; entry < size; entry += 1) values[entry] = (values[entry] ?? 0) * scale;
    groupStart = size;
    square = 0;
  }
  size = appendMeanings(space, meanings, ids, values, size);
  return { ids: ids.subarray(0, size), values: values.subarray(0, size), known };
}

function appendMeanings(
  { keys, dense }: FeatureSpace,
  meanings: readonly Float32Array[],
  ids: Int32Array,
  values: Float32Array,
  from: number,
): number {
  let size = from;
  let first = keys.length;
  dense.forEach(({ dimension, weight }, block) => {
    const meaning = meanings[block];
    for (let entry = 0; meaning !== undefined && entry < dimension; entry += 1) {
      const value = (meaning[entry] ?? 0) * weight;
      if (value === 0) continue;
      ids[size] = first + entry;
      values[size] = value;
      size += 1;
    }
    first += dimension;
  });
  return size;
}
