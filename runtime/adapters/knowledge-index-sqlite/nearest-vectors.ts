// The vectors nearest to a question: exact while the candidates are few, by inverted lists above.
import { setImmediate } from 'node:timers/promises';
import type { EntryFilter } from './filter.ts';
import { addToLists, invertedLists, type InvertedLists } from './inverted-lists.ts';
import {
  allowedBy,
  createVectorSet,
  packed,
  putVector,
  removeVectors,
  type DenseEntry,
  type VectorSet,
} from './vector-set.ts';
import { nearestInLists, nearestOfAll, type NearVector } from './vector-search.ts';
import type { Direction } from './vectors.ts';

/** Candidates that are all looked at, unless an index is told otherwise. */
const EXACT_UP_TO = 30_000;
/** What a slot takes beside its vector. */
const SLOT_BYTES = 24;
/** Longest time the event loop is held while lists are made. */
const SLICE_MS = 4;

/** Vectors of one length, found by angle. */
export interface NearestVectors {
  /** Replaces entries with the same ids. */
  put(entries: readonly DenseEntry[]): void;
  remove(ids: ReadonlySet<number>): void;
  /** Called when a batch of changes is done: lists are made in the background where they are due. */
  arrange(): void;
  /** Nearest first, equals by id, none farther than `least`. */
  nearest(filter: EntryFilter, question: Direction, each: number, least: number): readonly NearVector[];
  /** Slots in memory. */
  size(): number;
  /** Memory that the vectors take. */
  bytes(): number;
  /** Whether lists are there; until they are, everything is looked at. */
  hasLists(): boolean;
  /** Resolves when no lists are being made. */
  settled(): Promise<void>;
}

/** An empty one. Lists are made in slices when there are more than `exactUpTo` vectors, and again each time they have doubled. */
export function createNearestVectors(exactUpTo: number = EXACT_UP_TO): NearestVectors {
  let set: VectorSet | undefined;
  let lists: InvertedLists | undefined;
  let making: Promise<void> | undefined;

  function remove(ids: ReadonlySet<number>): void {
    if (set === undefined) return;
    removeVectors(set, ids);
    if (set.used - set.live <= set.live) return;
    // Slots move: lists are made anew, also those in the making.
    set = set.live === 0 ? undefined : packed(set);
    lists = undefined;
    making = undefined;
  }

  function arrange(): void {
    if (set === undefined || making !== undefined || set.live <= exactUpTo) return;
    if (lists !== undefined && set.used < 2 * lists.made) return;
    const own = make(set).finally(() => {
      if (making === own) making = undefined;
    });
    making = own;
  }

  async function make(from: VectorSet): Promise<void> {
    const work = invertedLists(from);
    for (let until = performance.now() + SLICE_MS; from === set;) {
      const step = work.next();
      if (step.done === true) {
        lists = step.value;
        return;
      }
      if (performance.now() < until) continue;
      await setImmediate();
      until = performance.now() + SLICE_MS;
    }
  }

  return {
    put(entries) {
      remove(new Set(entries.map(({ id }) => id)));
      for (const entry of entries) {
        set ??= createVectorSet(entry.direction.length);
        if (entry.direction.length !== set.dimension) continue;
        const slot = putVector(set, entry);
        if (lists !== undefined) addToLists(lists, set, slot);
      }
    },
    remove,
    arrange,
    nearest(filter, question, each, least) {
      if (set?.dimension !== question.length) return [];
      const allowed = allowedBy(set, filter);
      const wanted = { question, allowed, each, least };
      if (lists === undefined || allowed.candidates <= exactUpTo) return nearestOfAll(set, wanted);
      return nearestInLists(set, lists, wanted);
    },
    size: () => set?.used ?? 0,
    bytes: () => (set === undefined ? 0 : set.used * (set.dimension + SLOT_BYTES)),
    hasLists: () => lists !== undefined,
    async settled() {
      while (making !== undefined) await making;
    },
  };
}
