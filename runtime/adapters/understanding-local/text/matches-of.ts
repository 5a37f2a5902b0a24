// All matches of a pattern. `matchAll` copies the pattern at each call, which costs more than looking through a sentence.

const NONE: readonly RegExpExecArray[] = [];

/** The matches in reading order. The pattern must have flag `g` and match at least one character. */
export function matchesOf(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return NONE;
  const found: RegExpExecArray[] = [];
  while (match !== null) {
    found.push(match);
    match = pattern.exec(text);
  }
  return found;
}
