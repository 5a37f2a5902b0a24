// Cuts a normalised sentence into words: Latin and other spaced scripts by letters, Chinese by the dictionary of the platform.

/** A word of a sentence. `spaced` words come from scripts that put spaces between words. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly kind: 'spaced' | 'unspaced' | 'symbol';
}

/** A normalised sentence with its words. */
export interface TokenisedText {
  readonly text: string;
  readonly tokens: readonly Token[];
}

const OTHER = 0;
const LETTER = 1;
const IDEOGRAPH = 2;
const PICTOGRAM = 3;
const HIGH_SURROGATE = 4;
const MARK = 5;

/** Marks that carry a tone. Two or more of one kind in a row say the same as two. */
const MARKS = '!?~…';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
let classes: Uint8Array | undefined;

/** Cuts a text that went through `normalise`. */
export function tokenise(text: string): TokenisedText {
  const kinds = characterClasses();
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const kind = kinds[text.charCodeAt(at)] ?? OTHER;
    if (kind === LETTER) at = spacedWord(text, at, kinds, tokens);
    else if (kind === IDEOGRAPH) at = unspacedRun(text, at, kinds, tokens);
    else if (kind === PICTOGRAM) tokens.push({ start: at, end: ++at, kind: 'symbol' });
    else if (kind === MARK) at = markRun(text, at, tokens);
    else if (kind === HIGH_SURROGATE && at + 1 < text.length) {
      tokens.push({ start: at, end: (at += 2), kind: 'symbol' });
    } else at += 1;
  }
  return { text, tokens };
}

function spacedWord(text: string, start: number, kinds: Uint8Array, tokens: Token[]): number {
  let end = start + 1;
  while (end < text.length) {
    const kind = kinds[text.charCodeAt(end)] ?? OTHER;
    if (kind !== LETTER) break;
    end += 1;
  }
  tokens.push({ start, end, kind: 'spaced' });
  return end;
}

function unspacedRun(text: string, start: number, kinds: Uint8Array, tokens: Token[]): number {
  let end = start + 1;
  while (end < text.length && kinds[text.charCodeAt(end)] === IDEOGRAPH) end += 1;
  if (end - start === 1) {
    tokens.push({ start, end, kind: 'unspaced' });
    return end;
  }
  for (const { segment, index } of segmenter.segment(text.slice(start, end))) {
    tokens.push({ start: start + index, end: start + index + segment.length, kind: 'unspaced' });
  }
  return end;
}

function markRun(text: string, start: number, tokens: Token[]): number {
  let end = start + 1;
  while (end < text.length && text.charAt(end) === text.charAt(start)) end += 1;
  tokens.push({ start, end: Math.min(end, start + 2), kind: 'symbol' });
  return end;
}

/** What each UTF-16 unit is, worked out once: a table is read many times faster than a pattern is matched. */
function characterClasses(): Uint8Array {
  if (classes !== undefined) return classes;
  const table = new Uint8Array(65_536);
  const letter = /[\p{L}\p{M}\p{N}]/u;
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
  const pictogram = /\p{Extended_Pictographic}/u;
  for (let code = 0; code < 65_536; code += 1) {
    if (code >= 0xd800 && code <= 0xdbff) table[code] = HIGH_SURROGATE;
    else if (code >= 0xdc00 && code <= 0xdfff) table[code] = OTHER;
    else {
      const char = String.fromCharCode(code);
      if (unspaced.test(char)) table[code] = IDEOGRAPH;
      else if (letter.test(char)) table[code] = LETTER;
      else if (code > 0x7f && pictogram.test(char)) table[code] = PICTOGRAM;
    }
  }
  for (const mark of MARKS) table[mark.charCodeAt(0)] = MARK;
  classes = table;
  return table;
}
