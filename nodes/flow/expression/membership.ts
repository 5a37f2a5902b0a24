// The operators `in`, `contains` and `matches`.
import type { Json } from '#nodes/kit/json.ts';
import { compilePattern, type Pattern } from '#nodes/kit/pattern.ts';
import { isEqual, isList } from './json-values.ts';
import { asText, failed, type Run } from './run.ts';

const MAX_PATTERNS = 500;
const patterns = new Map<string, Pattern>();

/** Is `part` an item of the list, a piece of the text, a key of the object? */
export function containsValue(whole: Json, part: Json, run: Run): boolean {
  if (whole === null) return false;
  if (isList(whole)) {
    run.spend(whole.length);
    return whole.some((item) => isEqual(item, part));
  }
  if (typeof whole === 'object') return typeof part === 'string' && Object.hasOwn(whole, part);
  if (part === null) return false;
  return asText(whole, run).includes(asText(part, run));
}

/** Does the pattern occur anywhere in the text? Linear in the text. */
export function matchesPattern(text: Json, pattern: Json, run: Run): boolean {
  if (typeof pattern !== 'string') return failed('The right side of "matches" must be a pattern in quotes.');
  if (text === null) return false;
  const compiled = patternOf(pattern);
  const subject = asText(text, run);
  run.spend((subject.length * compiled.size) >> 12);
  return compiled.test(subject);
}

function patternOf(source: string): Pattern {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const compiled = compilePattern(source);
  if (!compiled.ok) return failed(`The pattern cannot be read. ${compiled.problem.message.en}`);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(source, compiled.pattern);
  return compiled.pattern;
}
