// The flow's own words: products, shops, anything an operator lists with its synonyms.
import type { Entity } from '#nodes/kit/effects.ts';
import type { TermDictionary } from '#runtime/ports/understanding.ts';
import { simplify } from '../text/simplify.ts';

/** Terms ready to be looked for, by their first two characters, longest first. */
export type TermFinder = ReadonlyMap<string, readonly Term[]>;

interface Term {
  readonly words: string;
  readonly value: string;
  readonly dictionary: string;
}

/** No dictionary. */
export const NO_TERMS: TermFinder = new Map();

/** Prepares dictionaries. Of two entries with the same word, the first one counts. */
export function termFinderOf(dictionaries: readonly TermDictionary[]): TermFinder {
  const finder = new Map<string, Term[]>();
  for (const { id, entries } of dictionaries) {
    for (const { value, synonyms } of entries) {
      for (const spelling of [value, ...synonyms]) {
        const words = plainOf(spelling.trim());
        if (words === '') continue;
        const key = words.slice(0, 2);
        const group = finder.get(key) ?? [];
        if (group.some((term) => term.words === words)) continue;
        finder.set(key, [...group, { words, value, dictionary: id }]);
      }
    }
  }
  for (const [key, group] of finder)
    finder.set(
      key,
      group.toSorted((a, b) => b.words.length - a.words.length),
    );
  return finder;
}

/** Terms of a text, never overlapping; Latin ones only as whole words. */
export function findTerms(text: string, finder: TermFinder): Entity[] {
  if (finder.size === 0) return [];
  const plain = plainOf(text);
  // Lower case may change the length of a text (İ); offsets would no longer be the customer's.
  if (plain.length !== text.length) return [];
  const found: Entity[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    const term = termAt(plain, at, finder);
    if (term === undefined) continue;
    const end = at + term.words.length;
    found.push({
      kind: 'term',
      dictionary: term.dictionary,
      text: text.slice(at, end),
      value: term.value,
      start: at,
      end,
    });
    at = end - 1;
  }
  return found;
}

function termAt(text: string, at: number, finder: TermFinder): Term | undefined {
  const fits = ({ words }: Term): boolean =>
    text.startsWith(words, at) && !(isLatin(text, at) && isLatin(text, at - 1)) && !endsInside(text, at + words.length);
  return finder.get(text.slice(at, at + 2))?.find(fits) ?? finder.get(text.charAt(at))?.find(fits);
}

function endsInside(text: string, end: number): boolean {
  return isLatin(text, end) && isLatin(text, end - 1);
}

function isLatin(text: string, at: number): boolean {
  return /[a-z0-9]/u.test(text.charAt(at));
}

function plainOf(text: string): string {
  return simplify(text.toLowerCase());
}
