// Looks for the vectors nearest to a question: at every candidate, or into the lists near the question.
import { listsNear, type InvertedLists } from './inverted-lists.ts';
import { dotAt, type Allowed, type VectorSet } from './vector-set.ts';
import type { Direction } from './vectors.ts';

/** An entry with its cosine to the question. */
export interface NearVector {
  readonly id: number;
  readonly nearness: number;
}

/** What is looked for: up to `each` vectors that are allowed and no farther than `least`. */
export interface Wanted {
  readonly question: Direction;
  readonly allowed: Allowed;
  readonly each: number;
  readonly least: number;
}

/** Share of the candidates that is looked at in lists. */
const LOOKED_AT = 1 / 8;

/** Every candidate. Nearest first, equals by id. */
export function nearestOfAll(set: VectorSet, wanted: Wanted): readonly NearVector[] {
  const near = createNearList(set, wanted);
  for (let slot = 0; slot < set.used; slot += 1) near.look(slot);
  return near.found;
}

/** Candidates in the lists nearest to the question, list by list, until a fixed share of all candidates was looked at. */
export function nearestInLists(set: VectorSet, lists: InvertedLists, wanted: Wanted): readonly NearVector[] {
  const near = createNearList(set, wanted);
  const enough = wanted.allowed.candidates * LOOKED_AT;
  let looked = 0;
  for (const list of listsNear(lists, wanted.question)) {
    for (const slot of list) if (near.look(slot)) looked += 1;
    if (looked >= enough) break;
  }
  return near.found;
}

/** Keeps the nearest of what it looks at. */
function createNearList(set: VectorSet, { question, allowed, each, least }: Wanted) {
  const { data, scales, ids, rules, dimension } = set;
  const found: NearVector[] = [];
  const square = dotAt(question, 0, question);
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
  let line = least;
  return {
    found,
    /** Whether the slot holds a candidate. */
    look(slot: number): boolean {
      if (allowed.rules[rules[slot] ?? 0] !== 1) return false;
      const nearness = dotAt(data, slot * dimension, question) * (scales[slot] ?? 0) * scale;
      if (nearness < line) return true;
      insert(found, { id: ids[slot] ?? 0, nearness });
      if (found.length > each) found.pop();
      if (found.length === each) line = found.at(-1)?.nearness ?? least;
      return true;
    },
  };
}

function insert(found: NearVector[], one: NearVector): void {
  let at = found.length;
  for (; at > 0; at -= 1) {
    const before = found[at - 1];
    if (before === undefined || before.nearness > one.nearness) break;
    if (before.nearness === one.nearness && before.id < one.id) break;
    found[at] = before;
  }
  found[at] = one;
}
