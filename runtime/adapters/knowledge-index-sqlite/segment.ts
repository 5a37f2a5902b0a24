// Cuts text into index tokens: English words stemmed, Chinese as dictionary words plus character bigrams.
import { isFunctionWord } from './function-words.ts';
import { stem } from './stem.ts';

const HAN = /\p{Script=Han}/u;
const HAN_RUN = /\p{Script=Han}+/gu;
const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
/** Longest text looked at; a passage is far shorter, a pasted wall of text must not hold the event loop. */
const MAX_CHARS = 20_000;
/** What a bigram across two words counts: word order is a hint, not a word. */
const ACROSS = 0.4;
/** The same where one of the words is a function word (`么退` in 怎么退款). */
const ACROSS_FUNCTION_WORD = 0.1;
/** What a function word counts, however rare it is in a small base. */
export const FUNCTION_WORD = 0.12;

interface Word {
  readonly text: string;
  readonly start: number;
}

/** The tokens of a text to be found, in order and as often as they occur; each Han character is there at least once, for one-character questions. */
export function documentTokens(text: string): readonly string[] {
  const folded = fold(text);
  const tokens = [...wordsOf(folded)].map((word) => word.text);
  const seen = new Set(tokens);
  for (const [run] of folded.matchAll(HAN_RUN)) {
    tokens.push(...bigramsOf(run).map((bigram) => bigram.text));
    for (const character of run) {
      if (!seen.has(character)) tokens.push(character);
      seen.add(character);
    }
  }
  return tokens;
}

/**
 * The distinct tokens of a question with what each counts, 0..1. A Han run gives its words and its bigrams, so a two-character word is found
 * whatever the dictionary thinks of it.
 */
export function questionTokens(text: string): ReadonlyMap<string, number> {
  const folded = fold(text);
  const weights = new Map<string, number>();
  const add = (token: string, weight: number) => weights.set(token, Math.max(weight, weights.get(token) ?? 0));
  const wordAt = new Map<number, Word>();
  for (const word of wordsOf(folded)) {
    add(word.text, weightOf(word));
    for (let offset = 0; offset < word.text.length; offset++) wordAt.set(word.start + offset, word);
  }
  for (const run of folded.matchAll(HAN_RUN)) {
    for (const bigram of bigramsOf(run[0])) {
      const first = wordAt.get(run.index + bigram.start);
      const second = wordAt.get(run.index + bigram.start + bigram.text.length - 1);
      add(bigram.text, first === second && first !== undefined ? weightOf(first) : acrossWeight(first, second));
    }
  }
  return weights;
}

function weightOf(word: Word): number {
  return isFunctionWord(word.text) ? FUNCTION_WORD : 1;
}

function acrossWeight(first: Word | undefined, second: Word | undefined): number {
  const touches = [first, second].some((word) => word !== undefined && isFunctionWord(word.text));
  return touches ? ACROSS_FUNCTION_WORD : ACROSS;
}

/** One form for equal-looking text: NFKC (full width to half), lower case, Latin accents removed. */
export function fold(text: string): string {
  return text
    .slice(0, MAX_CHARS)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC');
}

function* wordsOf(folded: string): Generator<Word> {
  for (const { segment, index, isWordLike } of WORDS.segment(folded)) {
    if (isWordLike !== true) continue;
    // A segment may mix scripts (`iphone手机`); its Latin parts become tokens of their own.
    for (const part of segment.matchAll(/\p{Script=Han}+|[^\P{L}\p{Script=Han}]+|\p{N}+/gu)) {
      yield { text: HAN.test(part[0]) ? part[0] : stem(part[0]), start: index + part.index };
    }
  }
}

function bigramsOf(run: string): readonly Word[] {
  const characters = Array.from(run);
  let start = 0;
  return characters.slice(0, -1).map((character, index) => {
    const bigram = { text: `${character}${characters[index + 1] ?? ''}`, start };
    start += character.length;
    return bigram;
  });
}
