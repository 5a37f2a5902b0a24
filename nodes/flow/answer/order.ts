// Finds an order number (or any other code) in what a customer wrote.
import type { ParsedAnswer } from '#nodes/kit/answers.ts';
import { compilePattern, type Pattern } from '#nodes/kit/pattern.ts';
import { normal } from './normal.ts';
import { accepted, refused } from './reading.ts';
import { fits } from './text.ts';

const MAX_PATTERNS = 500;
const patterns = new Map<string, Pattern | null>();

/** The first code that fits one of the patterns, in capitals. It must stand alone: it is never cut out of a longer one. */
export function parseOrderAnswer(sources: readonly string[], text: string, locale: string): ParsedAnswer {
  const plain = normal(text);
  for (const source of sources) {
    const found = codeIn(source, plain);
    if (found !== null) return accepted(found.toUpperCase());
  }
  return refused(
    locale,
    '没有找到编号，请检查后再发一次。',
    'I cannot find the number. Please check it and send it again.',
  );
}

/** The first code in a text in plain form, as written there; null when there is none. */
export function codeIn(source: string, text: string): string | null {
  const loose = patternOf(source);
  if (loose === null) return null;
  const alone = patternOf(`\\b(?:${source})\\b`)?.find(text);
  if (alone) return alone.text;
  const joined = text.replace(/[\s-]+/g, '');
  if (fits(`(?i)${source}`, joined)) return joined;
  const found = loose.find(text);
  if (found === null || found.text === '') return null;
  const isCut =
    isCode(text.charAt(found.start - 1), found.text.charAt(0)) || isCode(found.text.slice(-1), text.charAt(found.end));
  return isCut ? null : found.text;
}

function isCode(left: string, right: string): boolean {
  return /^[A-Za-z0-9]$/.test(left) && /^[A-Za-z0-9]$/.test(right);
}

function patternOf(source: string): Pattern | null {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const compiled = compilePattern(source, { ignoreCase: true });
  const pattern = compiled.ok ? compiled.pattern : null;
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}
