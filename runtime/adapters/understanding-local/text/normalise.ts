// One spelling for the same words: the form every sentence takes before it is learnt from or judged.
import { simplify } from './simplify.ts';

/** Longest text the classifiers look at; a longer one keeps its head and its tail, where people say what they want. */
export const LONGEST_TEXT = 2_000;

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const APOSTROPHE = /[\u2018\u2019\u02bc\u00b4`]/gu;

/** NFKC (full-width forms become plain), simplified characters, lower case, one kind of apostrophe and space; emoji stay, broken surrogates go. */
export function normalise(text: string): string {
  const plain = bounded(text).replace(LONE_SURROGATE, ' ').normalize('NFKC');
  return simplify(plain).replace(INVISIBLE, '').replace(APOSTROPHE, "'").toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Full-width ASCII to half-width, character for character, so that offsets stay those of the original. */
export function narrow(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/gu, (char) =>
    char === '\u3000' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  );
}

function bounded(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const half = LONGEST_TEXT / 2;
  return `${text.slice(0, half)} ${text.slice(-half)}`;
}
