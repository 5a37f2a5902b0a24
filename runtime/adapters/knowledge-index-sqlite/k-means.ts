// Centres of the groups that vectors fall into: seeded k-means by angle, on a sample, in steps that can be paused.
import { dotAt } from './vector-set.ts';
import type { Direction } from './vectors.ts';

/** Directions of equal length, one after the other. */
export interface Centres {
  readonly dimension: number;
  readonly count: number;
  readonly data: Int8Array;
  /** One over the length of each. */
  readonly scales: Float32Array;
}

const ROUNDS = 4;
/** Vectors compared with every centre between two pauses. */
const STEP = 16;

/** Groups a sample of vectors; the same sample and seed give the same centres. `count` is at most the size of the sample. */
export function* centresOf(
  sample: Int8Array,
  dimension: number,
  count: number,
  seed: number,
): Generator<void, Centres> {
  const size = sample.length / dimension;
  let centres = centresAt(sample, dimension, shuffled(size, seed).slice(0, count));
  for (let round = 0; round < ROUNDS; round += 1) {
    const sums = new Float64Array(count * dimension);
    for (let at = 0; at < size; at += 1) {
      if (at % STEP === STEP - 1) yield;
      add(sums, sample.subarray(at * dimension, (at + 1) * dimension), nearestCentre(centres, sample, at));
    }
    centres = centresFromSums(sums, centres);
  }
  return centres;
}

/** The centre with the smallest angle to the vector number `at`; the first of equals. */
export function nearestCentre({ data, scales, count, dimension }: Centres, vectors: Int8Array, at: number): number {
  const vector = vectors.subarray(at * dimension, (at + 1) * dimension);
  let nearest = 0;
  let most = -Infinity;
  for (let centre = 0; centre < count; centre += 1) {
    const near = dotAt(data, centre * dimension, vector) * (scales[centre] ?? 0);
    if (near <= most) continue;
    most = near;
    nearest = centre;
  }
  return nearest;
}

/** Centres from the smallest angle to the largest, equals by number. */
export function centresByNearness({ data, scales, count, dimension }: Centres, vector: Direction): readonly number[] {
  const near = Float64Array.from(
    { length: count },
    (_none, centre) => dotAt(data, centre * dimension, vector) * (scales[centre] ?? 0),
  );
  return Array.from(near.keys()).sort((a, b) => (near[b] ?? 0) - (near[a] ?? 0) || a - b);
}

/** Numbers below `size` in an order that depends on the seed alone. */
export function shuffled(size: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_none, at) => at);
  let state = seed >>> 0;
  for (let left = size - 1; left > 0; left -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (left + 1));
    const value = order[left] ?? 0;
    order[left] = order[other] ?? 0;
    order[other] = value;
  }
  return order;
}

function centresAt(sample: Int8Array, dimension: number, chosen: Uint32Array): Centres {
  const data = new Int8Array(chosen.length * dimension);
  chosen.forEach((at, centre) => data.set(sample.subarray(at * dimension, (at + 1) * dimension), centre * dimension));
  return withScales(data, dimension);
}

/** Each vector of a group pulls alike, whatever its length. */
function add(sums: Float64Array, vector: Direction, centre: number): void {
  const square = dotAt(vector, 0, vector);
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
  const from = centre * vector.length;
  for (let at = 0; at < vector.length; at += 1) sums[from + at] = (sums[from + at] ?? 0) + (vector[at] ?? 0) * scale;
}

/** A group that nothing fell into keeps its centre. */
function centresFromSums(sums: Float64Array, before: Centres): Centres {
  const { dimension, count } = before;
  const data = Int8Array.from(before.data);
  for (let centre = 0; centre < count; centre += 1) {
    const sum = sums.subarray(centre * dimension, (centre + 1) * dimension);
    const largest = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest > 0)
      data.set(
        sum.map((value) => Math.round((value * 127) / largest)),
        centre * dimension,
      );
  }
  return withScales(data, dimension);
}

function withScales(data: Int8Array, dimension: number): Centres {
  const count = data.length / dimension;
  const scales = Float32Array.from({ length: count }, (_none, centre) => {
    const vector = data.subarray(centre * dimension, (centre + 1) * dimension);
    const square = dotAt(vector, 0, vector);
    return square === 0 ? 0 : 1 / Math.sqrt(square);
  });
  return { dimension, count, data, scales };
}
