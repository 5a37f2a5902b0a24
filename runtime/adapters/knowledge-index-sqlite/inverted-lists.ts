// Vectors in lists by the centre they are nearest to, so that a question looks into the lists near it only.
import { centresByNearness, centresOf, nearestCentre, shuffled, type Centres } from './k-means.ts';
import { directionAt, type VectorSet } from './vector-set.ts';
import type { Direction } from './vectors.ts';

/** Slots of a vector set by centre; each slot is in one list. */
export interface InvertedLists {
  readonly centres: Centres;
  readonly lists: readonly number[][];
  /** Slots the set had when the centres were made. */
  readonly made: number;
}

const SEED = 20_261_128;
/** Vectors of the sample for each centre, and the most centres there are. */
const SAMPLED = 24;
const MOST_LISTS = 1024;
/** Vectors put into lists between two pauses. */
const STEP = 16;

/** About as many lists as the square root of the vectors. The set may get more vectors during pauses; they are put into lists too. */
export function* invertedLists(set: VectorSet): Generator<void, InvertedLists> {
  const made = set.used;
  const count = Math.max(1, Math.min(MOST_LISTS, Math.round(Math.sqrt(set.live))));
  const centres = yield* centresOf(sampleOf(set, count * SAMPLED), set.dimension, count, SEED);
  const lists = Array.from({ length: count }, (): number[] => []);
  const whole = { centres, lists, made };
  for (let slot = 0; slot < set.used; slot += 1) {
    if (slot % STEP === STEP - 1) yield;
    addToLists(whole, set, slot);
  }
  return whole;
}

/** Puts a slot into the list it is nearest to. */
export function addToLists({ centres, lists }: InvertedLists, set: VectorSet, slot: number): void {
  lists[nearestCentre(centres, set.data, slot)]?.push(slot);
}

/** The lists, those nearest to a question first. */
export function* listsNear({ centres, lists }: InvertedLists, question: Direction): Generator<readonly number[]> {
  for (const centre of centresByNearness(centres, question)) yield lists[centre] ?? [];
}

/** A copy of up to `most` live vectors, so that the set may change meanwhile. */
function sampleOf(set: VectorSet, most: number): Int8Array {
  const slots = shuffled(set.used, SEED)
    .filter((slot) => set.rules[slot] !== 0)
    .slice(0, most);
  const sample = new Int8Array(slots.length * set.dimension);
  slots.forEach((slot, at) => sample.set(directionAt(set, slot), at * set.dimension));
  return sample;
}
