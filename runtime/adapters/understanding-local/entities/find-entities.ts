// Finds the facts in a sentence: phone, e-mail, WeChat id, date and time, amount, order number, person, address, the flow's own terms.
import type { Entity } from '#nodes/kit/effects.ts';
import type { Moment } from '#runtime/ports/understanding.ts';
import { narrow } from '../text/normalise.ts';
import { findAmounts } from './amounts.ts';
import { findContacts } from './contacts.ts';
import { findDates } from './dates.ts';
import { findAddresses } from './addresses.ts';
import { findOrders } from './orders.ts';
import { findPersons } from './persons.ts';
import { findTerms, NO_TERMS, type TermFinder } from './terms.ts';
import { findTimes } from './times.ts';

/** Longer texts are read up to here. */
const LONGEST = 20_000;
const MOST_FOUND = 50;

/** Facts in reading order, never overlapping. Offsets are those of the text as typed. Dates that depend on today need `moment`. */
export function findEntities(text: string, moment?: Moment, terms: TermFinder = NO_TERMS): readonly Entity[] {
  const plain = narrow(text.slice(0, LONGEST));
  // The surest kinds come first; what they took is not read again.
  const candidates = [
    ...findContacts(plain),
    ...findTerms(plain, terms),
    ...findAddresses(plain),
    ...findDates(plain, moment),
    ...findTimes(plain),
    ...findAmounts(plain),
    ...findOrders(plain),
    ...findPersons(plain),
  ];
  const found: Entity[] = [];
  for (const candidate of candidates) {
    if (found.length >= MOST_FOUND) break;
    if (found.some(({ start, end }) => candidate.start < end && start < candidate.end)) continue;
    found.push({ ...candidate, text: text.slice(candidate.start, candidate.end) });
  }
  return found.sort((a, b) => a.start - b.start);
}
