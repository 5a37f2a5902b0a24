// Numbers, options and yes or no in a sentence: values that are only meant for a slot when something says so.
import type { SlotSpec } from '#nodes/kit/slots.ts';
import { parseWrittenChoice } from '../answer/choice.ts';
import { yesOrNo } from '../answer/confirm.ts';
import { wordsOf } from '../answer/normal.ts';
import { numbersIn } from '../answer/number.ts';
import { placeIn } from '../answer/ordinal.ts';
import { isGiven, namesOf, offer, type Offers, type Sentence } from './sentence.ts';
import { masked, type Span } from './slot-spans.ts';
import { isNamed, placesOf } from './slot-words.ts';

const CLAUSES = /[,，。;；!！?？\n]|\band\b|和|\bbut\b/u;
/** Numbers that count nothing. */
const NO_AMOUNT =
  /第\s*[\d一二两三四五六七八九十]+|[\d一二三四五六七八九十]+\s*(?:楼|号|期|元桌)|\b(?:no\.?|number|#)\s*\d+|#\d+/giu;
const FOR_SO_MANY = /\bfor\s+(\d{1,4}|[a-z-]+)\b/iu;

/** Numbers: by the name or unit beside them, else for the number that is asked for, else plain digits for the only number that is missing. */
export function numbersFor(
  sentence: Sentence,
  slots: readonly SlotSpec[],
  spans: readonly Span[],
  offers: Offers,
): void {
  const owners = slots.filter((slot) => slot.kind === 'number');
  if (owners.length === 0) return;
  const { asked, correcting, values, last } = sentence;
  let rest = spans
    .reduce((text, span) => masked(text, span.start, span.end), sentence.plain)
    .replace(NO_AMOUNT, (text) => ' '.repeat(text.length));
  if (sentence.tail > 0 && numbersIn(rest.slice(sentence.tail)).length > 0) rest = masked(rest, 0, sentence.tail);
  for (const slot of owners) {
    const place = namedPlace(rest, slot, owners);
    if (place === undefined) continue;
    for (const value of numbersIn(rest.slice(place.start, place.end))) offer(offers, slot, String(value));
    rest = masked(rest, place.start, place.end);
  }
  const open = owners.filter((slot) => !offers.has(slot));
  const numbers = numbersIn(rest);
  if (numbers.length === 0) return;
  const wanted =
    correcting && last?.kind === 'number' && open.includes(last)
      ? last
      : asked?.kind === 'number' && open.includes(asked)
        ? asked
        : undefined;
  if (wanted !== undefined) {
    for (const value of numbers) offer(offers, wanted, String(value));
    return;
  }
  const missing = open.filter((slot) => !isGiven(values, slot));
  const [only, second] = missing;
  if (only === undefined || second !== undefined || asked?.kind === 'text') return;
  // A number and nothing else answers the open question, which is another one.
  if (asked !== undefined && placeIn(wordsOf(sentence.plain), Number.MAX_SAFE_INTEGER) !== null) return;
  const counted = FOR_SO_MANY.exec(rest)?.[1];
  const heard = counted === undefined ? [] : numbersIn(counted);
  const digits = numbersIn(rest.replace(/[零一二两三四五六七八九十]/gu, ' ').replace(/[a-z]+/giu, ' '));
  for (const value of heard.length > 0 ? heard : digits.length === 1 ? digits : []) offer(offers, only, String(value));
}

/** The stretch of text in which a number belongs to a slot: the unit behind it, or the name before it. */
function namedPlace(
  text: string,
  slot: SlotSpec,
  owners: readonly SlotSpec[],
): { readonly start: number; readonly end: number } | undefined {
  const low = text.toLowerCase();
  const others = owners.flatMap((other) =>
    namesOf(other).flatMap((name) => placesOf(low, name).map((at) => ({ at, end: at + name.length }))),
  );
  for (const name of namesOf(slot)) {
    for (const at of placesOf(low, name)) {
      const end = at + name.length;
      const before = clauseStart(low, at);
      const floor = Math.max(before, ...others.filter((other) => other.end <= at).map((other) => other.end));
      if (
        /[\d一二两三四五六七八九十百a-z]\s*(?:个|名|[a-z]*\s?)?$/u.test(low.slice(floor, at)) &&
        numbersIn(low.slice(floor, at)).length > 0
      )
        return { start: floor, end };
      const until = clauseEnd(low, end);
      const ceiling = Math.min(until, ...others.filter((other) => other.at >= end).map((other) => other.at));
      if (numbersIn(low.slice(end, ceiling)).length > 0) return { start: at, end: ceiling };
    }
  }
  return undefined;
}

function clauseStart(text: string, at: number): number {
  let start = 0;
  for (const match of text.matchAll(new RegExp(CLAUSES.source, 'giu')))
    if (match.index + match[0].length <= at) start = match.index + match[0].length;
  return start;
}

function clauseEnd(text: string, at: number): number {
  const found = CLAUSES.exec(text.slice(at));
  return found === null ? text.length : at + found.index;
}

/** Options: by name anywhere in the sentence; also by place or likeness when the slot is the one that is asked for. */
export function choicesIn(
  sentence: Sentence,
  slots: readonly SlotSpec[],
  spans: readonly Span[],
  offers: Offers,
): void {
  const { plain, tail, asked, correcting, values, locale } = sentence;
  const rest = spans.reduce((text, span) => masked(text, span.start, span.end), plain);
  for (const slot of slots) {
    if (slot.answer.kind !== 'choice') continue;
    const isAsked = slot === asked;
    const spec = { ...slot.answer, fuzzy: isAsked && !correcting };
    const read = (text: string): string | null => {
      const said = wordsOf(text);
      if (said === '' || (!isAsked && placeIn(said, spec.options.length) !== null)) return null;
      const parsed = parseWrittenChoice(spec, text, locale);
      return parsed.ok && typeof parsed.value === 'string' ? parsed.value : null;
    };
    const found = (tail > 0 ? read(rest.slice(tail)) : null) ?? read(rest);
    if (found === null) continue;
    if (!isAsked && isGiven(values, slot) && !correcting && !isNamed(plain, namesOf(slot))) continue;
    offer(offers, slot, found);
  }
}

/** Yes or no, only to the question that asks it. */
export function confirmIn({ plain, asked }: Sentence, offers: Offers): void {
  if (asked?.kind !== 'confirm' || offers.size > 0) return;
  const answer = yesOrNo(plain);
  if (answer !== null) offer(offers, asked, answer ? 'yes' : 'no');
}
