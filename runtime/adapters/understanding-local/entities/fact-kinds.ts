// The kinds of facts in a sentence, for what is learnt from sentences: any date is a date, any order number an order number.
import type { Entity } from '#nodes/kit/effects.ts';
import { findEntities } from './find-entities.ts';
import type { TermFinder } from './terms.ts';

/** Which day it is does not matter for what kind of fact "tomorrow" is. */
const ANY_MOMENT = { now: 0, timeZone: 'UTC' };

/** Kinds, each once; terms by their dictionary. */
export function factKindsOf(entities: readonly Entity[]): readonly string[] {
  return [
    ...new Set(entities.map(({ kind, dictionary }) => (dictionary === undefined ? kind : `${kind} ${dictionary}`))),
  ];
}

/** The kinds in a text, whenever it was written. */
export function factKindsIn(text: string, terms: TermFinder): readonly string[] {
  return factKindsOf(findEntities(text, ANY_MOMENT, terms));
}
