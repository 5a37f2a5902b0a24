// How alike two short texts are: edit distance and shared characters.

const MAX_COMPARED = 64;

/** 1 for equal texts, 0 for texts with nothing in common. */
export function similarityOf(left: string, right: string): number {
  const a = Array.from(left).slice(0, MAX_COMPARED);
  const b = Array.from(right).slice(0, MAX_COMPARED);
  if (a.length === 0 || b.length === 0) return 0;
  const byEdits = 1 - editDistance(a, b) / Math.max(a.length, b.length);
  return Math.max(byEdits, sharedPairs(a, b));
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Dice coefficient of neighbouring characters. */
function sharedPairs(a: readonly string[], b: readonly string[]): number {
  const left = pairsOf(a);
  const right = pairsOf(b);
  if (left.length === 0 || right.length === 0) return 0;
  const open = new Map<string, number>();
  for (const pair of left) open.set(pair, (open.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of right) {
    const count = open.get(pair) ?? 0;
    if (count === 0) continue;
    open.set(pair, count - 1);
    shared += 1;
  }
  return (2 * shared) / (left.length + right.length);
}

function pairsOf(chars: readonly string[]): readonly string[] {
  return chars.slice(1).map((char, index) => `${chars[index] ?? ''}${char}`);
}
