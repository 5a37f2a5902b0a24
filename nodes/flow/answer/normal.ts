// The plain form of customer text that all answer readers start from.

const MAX_LENGTH = 20_000;
const EDGE = /^[\s\p{P}\p{S}]$/u;

/** NFKC (full-width forms become plain), without invisible characters, trimmed, at most 20,000 UTF-16 units. Lone surrogates stay. */
export function normal(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\ufe0e|\ufe0f/g, '')
    .trim();
}

/** `normal` in lower case, without surrounding punctuation and with single blanks: for comparing words. */
export function wordsOf(text: string): string {
  const plain = normal(text).toLowerCase().replace(/\s+/g, ' ');
  // By hand: an expression such as /[\p{P}]+$/ is quadratic on long runs of punctuation.
  let start = 0;
  let end = plain.length;
  while (start < end && EDGE.test(plain.charAt(start))) start += 1;
  while (end > start && EDGE.test(plain.charAt(end - 1))) end -= 1;
  return plain.slice(start, end);
}
