// Puts pieces of interface text together with the marks of the language shown now.
import { labelled as labelledIn, listed as listedIn } from '#nodes/kit/punctuation.ts';
import { currentLocale } from './i18n.ts';

/** `label: text`, such as an action and what it is done to. */
export function labelled(label: string, text: string): string {
  return labelledIn(label, text, currentLocale());
}

/** Words one after the other. */
export function listed(words: readonly string[]): string {
  return listedIn(words, currentLocale());
}
