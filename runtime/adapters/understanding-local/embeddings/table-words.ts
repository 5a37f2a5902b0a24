// Cuts a normalised text into the words that tables of word vectors know: English by letters, Chinese by the cheapest path through the table.
import type { StaticTable } from './static-table.ts';
import { closedHash, EMPTY_WORD, mixUnit, spanHash, wordHash } from './word-hash.ts';

/** Takes one word: its hash and where it stands. */
export type WordSink = (hash: number, start: number, end: number) => void;

/** How every word with a digit in it reads: "0". */
export const NUMBER_HASH = wordHash('0');

const LONGEST_WORD = 5;
/** What a character costs that is no word of the table, in the table's units. */
const UNKNOWN_COST = 127;

/** English words: letters with apostrophes inside. A word the table does not know is tried again without what follows its apostrophe. */
export function eachSpacedWord(text: string, table: StaticTable, sink: WordSink): void {
  let at = 0;
  while (at < text.length) {
    if (!isWordUnit(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let hasDigit = false;
    let apostrophe = -1;
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === 0x27 && isLetter(text.charCodeAt(at + 1))) apostrophe = at;
      else if (!isWordUnit(unit)) break;
      else if (unit < 0x3a) hasDigit = true;
    }
    const whole = hasDigit ? NUMBER_HASH : spanHash(text, start, at);
    if (apostrophe < 0 || hasDigit || table.find(whole) >= 0) sink(whole, start, at);
    else {
      sink(spanHash(text, start, apostrophe), start, apostrophe);
      sink(spanHash(text, apostrophe + 1, at), apostrophe + 1, at);
    }
  }
}

/** Chinese words of the runs of Chinese characters, by the least sum of costs. */
export function eachUnspacedWord(text: string, table: StaticTable, sink: WordSink): void {
  let at = 0;
  while (at < text.length) {
    if (!isHan(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && isHan(text.charCodeAt(at))) at += 1;
    cutRun(text, start, at, table, sink);
  }
}

function cutRun(text: string, start: number, end: number, table: StaticTable, sink: WordSink): void {
  const length = end - start;
  const best = new Int32Array(length + 1).fill(0x7fff_ffff);
  const from = new Int32Array(length + 1);
  const hashes = new Int32Array(length + 1);
  best[0] = 0;
  for (let at = 0; at < length; at += 1) {
    const soFar = best[at] ?? 0;
    let hash = EMPTY_WORD;
    for (let size = 1; size <= LONGEST_WORD && at + size <= length; size += 1) {
      hash = mixUnit(hash, text.charCodeAt(start + at + size - 1));
      const closed = closedHash(hash);
      const row = table.find(closed);
      if (row < 0 && size > 1) continue;
      const cost = soFar + (row < 0 ? UNKNOWN_COST : (table.costs[row] ?? UNKNOWN_COST));
      if (cost >= (best[at + size] ?? 0)) continue;
      best[at + size] = cost;
      from[at + size] = at;
      hashes[at + size] = closed;
    }
  }
  const ends: number[] = [];
  for (let at = length; at > 0; at = from[at] ?? 0) ends.push(at);
  for (let word = ends.length - 1; word >= 0; word -= 1) {
    const stop = ends[word] ?? 0;
    sink(hashes[stop] ?? 0, start + (from[stop] ?? 0), start + stop);
  }
}

function isHan(unit: number): boolean {
  return unit >= 0x4e00 && unit <= 0x9fff;
}

function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isWordUnit(unit: number): boolean {
  return isLetter(unit) || (unit >= 0x30 && unit <= 0x39);
}
