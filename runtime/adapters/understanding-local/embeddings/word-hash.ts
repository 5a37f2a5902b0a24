// The hash under which a word stands in a table of word vectors.

const SEED = 0x6b43_a9b5;

/** Continues a hash by one UTF-16 unit. */
export function mixUnit(hash: number, unit: number): number {
  const mixed = Math.imul(hash ^ unit, 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}

/** The state before the first unit. */
export const EMPTY_WORD = SEED;

/** Closes a hash; never 0. */
export function closedHash(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  mixed ^= mixed >>> 16;
  return mixed === 0 ? 1 : mixed;
}

/** The hash of a word. */
export function wordHash(word: string): number {
  return spanHash(word, 0, word.length);
}

/** The hash of a part of a text. */
export function spanHash(text: string, start: number, end: number): number {
  let hash = EMPTY_WORD;
  for (let at = start; at < end; at += 1) hash = mixUnit(hash, text.charCodeAt(at));
  return closedHash(hash);
}

/** The hash of two words in a row. */
export function pairHash(first: number, second: number): number {
  return closedHash(Math.imul(first, 31) ^ second ^ 0x51ed_2701);
}
