// Vectors side by side in memory, each with its entry and the rule of whom the entry is for.
import { isEligible, type Eligibility, type EntryFilter } from './filter.ts';
import type { Direction } from './vectors.ts';

/** An entry as search by meaning sees it. */
export interface DenseEntry {
  readonly id: number;
  readonly eligibility: Eligibility;
  readonly direction: Direction;
}

/** Slots hold vectors; a removed one stays as a tombstone until the set is packed anew. */
export interface VectorSet {
  readonly dimension: number;
  /** Slots in use, tombstones included. */
  used: number;
  /** Vectors that are not removed. */
  live: number;
  /** The largest id there was: entries that are new need not be looked for. */
  highest: number;
  data: Int8Array;
  /** One over the length of each vector; 0 when it has none. */
  scales: Float32Array;
  ids: Float64Array;
  /** Number of the slot's rule; `REMOVED` for a tombstone. */
  rules: Int32Array;
  /** Distinct rules: entries of a base mostly share one. */
  readonly known: Rule[];
  readonly numberOf: Map<string, number>;
}

interface Rule {
  readonly eligibility: Eligibility;
  /** Live vectors under it. */
  count: number;
}

/** Which rules let an entry through, by number, and how many vectors are under them. */
export interface Allowed {
  readonly rules: Uint8Array;
  readonly candidates: number;
}

/** The rule of a tombstone lets nothing through. */
const REMOVED = 0;
const NOWHERE = { base_id: '', channels: '', audiences: '', tags: '', starts_at: null, ends_at: null };
const FIRST_CAPACITY = 256;
const GROWTH = 1.5;

/** An empty set for vectors of one length, with room for `capacity` of them. */
export function createVectorSet(dimension: number, capacity: number = FIRST_CAPACITY): VectorSet {
  return {
    dimension,
    used: 0,
    live: 0,
    highest: -Infinity,
    data: new Int8Array(capacity * dimension),
    scales: new Float32Array(capacity),
    ids: new Float64Array(capacity),
    rules: new Int32Array(capacity),
    known: [{ eligibility: NOWHERE, count: 0 }],
    numberOf: new Map(),
  };
}

/** Puts an entry in a new slot and says which. Whoever replaces an entry removes it first. */
export function putVector(set: VectorSet, { id, eligibility, direction }: DenseEntry): number {
  if (set.used === set.ids.length) grow(set);
  const slot = set.used;
  const rule = ruleNumber(set, eligibility);
  set.data.set(direction, slot * set.dimension);
  const square = dotAt(set.data, slot * set.dimension, direction);
  set.scales[slot] = square === 0 ? 0 : 1 / Math.sqrt(square);
  set.ids[slot] = id;
  set.highest = Math.max(set.highest, id);
  set.rules[slot] = rule;
  set.used += 1;
  set.live += 1;
  return slot;
}

/** Leaves tombstones in the slots of these entries. */
export function removeVectors(set: VectorSet, ids: ReadonlySet<number>): void {
  if ([...ids].every((id) => id > set.highest)) return;
  for (let slot = 0; slot < set.used; slot += 1) {
    const rule = set.known[set.rules[slot] ?? REMOVED];
    if (set.rules[slot] === REMOVED || rule === undefined || !ids.has(set.ids[slot] ?? -1)) continue;
    set.rules[slot] = REMOVED;
    rule.count -= 1;
    set.live -= 1;
  }
}

/** The live vectors in a set of their own, in the same order. */
export function packed(set: VectorSet): VectorSet {
  const fresh = createVectorSet(set.dimension, Math.max(FIRST_CAPACITY, set.live));
  for (let slot = 0; slot < set.used; slot += 1) {
    const rule = set.known[set.rules[slot] ?? REMOVED];
    if (set.rules[slot] === REMOVED || rule === undefined) continue;
    const direction = directionAt(set, slot);
    putVector(fresh, { id: set.ids[slot] ?? 0, eligibility: rule.eligibility, direction });
  }
  return fresh;
}

/** Asks each rule once, so that a filter costs a look at a table for each entry. */
export function allowedBy(set: VectorSet, filter: EntryFilter): Allowed {
  const rules = new Uint8Array(set.known.length);
  let candidates = 0;
  for (const [number, rule] of set.known.entries()) {
    if (number === REMOVED || rule.count === 0 || !isEligible(rule.eligibility, filter)) continue;
    rules[number] = 1;
    candidates += rule.count;
  }
  return { rules, candidates };
}

/** A view of the vector in a slot, good until the set changes. */
export function directionAt(set: VectorSet, slot: number): Direction {
  return set.data.subarray(slot * set.dimension, (slot + 1) * set.dimension);
}

/** Product of a vector with the numbers that begin at `from`; lengths are the caller's care. Whole numbers, four at a time: most of a search is spent here. */
export function dotAt(data: Int8Array, from: number, vector: Direction): number {
  const length = vector.length;
  const fours = length - (length % 4);
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  for (let at = 0; at < fours; at += 4) {
    const there = from + at;
    one = (one + Math.imul(data[there] ?? 0, vector[at] ?? 0)) | 0;
    two = (two + Math.imul(data[there + 1] ?? 0, vector[at + 1] ?? 0)) | 0;
    three = (three + Math.imul(data[there + 2] ?? 0, vector[at + 2] ?? 0)) | 0;
    four = (four + Math.imul(data[there + 3] ?? 0, vector[at + 3] ?? 0)) | 0;
  }
  for (let at = fours; at < length; at += 1) one += (data[from + at] ?? 0) * (vector[at] ?? 0);
  return one + two + three + four;
}

function ruleNumber(set: VectorSet, eligibility: Eligibility): number {
  const { base_id, channels, audiences, tags, starts_at, ends_at } = eligibility;
  const key = JSON.stringify([base_id, channels, audiences, tags, starts_at, ends_at]);
  const number = set.numberOf.get(key) ?? set.known.length;
  const rule = set.known[number];
  if (rule === undefined) {
    // Not the row it came in: that one may hold on to more.
    set.known.push({ eligibility: { base_id, channels, audiences, tags, starts_at, ends_at }, count: 1 });
    set.numberOf.set(key, number);
  } else rule.count += 1;
  return number;
}

function grow(set: VectorSet): void {
  const capacity = Math.ceil(set.ids.length * GROWTH);
  const { data, scales, ids, rules } = set;
  set.data = new Int8Array(capacity * set.dimension);
  set.scales = new Float32Array(capacity);
  set.ids = new Float64Array(capacity);
  set.rules = new Int32Array(capacity);
  set.data.set(data);
  set.scales.set(scales);
  set.ids.set(ids);
  set.rules.set(rules);
}
