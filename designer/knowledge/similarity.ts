// How alike two questions are, by shared pairs of letters; used to warn of duplicates while typing.

/** Dice coefficient of the letter pairs of two texts, 0..1. Works for Chinese and for spaced languages. */
export function similarity(a: string, b: string): number {
  const left = pairsOf(a);
  const right = pairsOf(b);
  if (left.size === 0 || right.size === 0) return a.trim() !== '' && a.trim() === b.trim() ? 1 : 0;
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = Array.from(text.toLowerCase().replace(/[\s\p{P}]+/gu, ''));
  return new Set(letters.slice(0, -1).map((letter, at) => letter + (letters[at + 1] ?? '')));
}
