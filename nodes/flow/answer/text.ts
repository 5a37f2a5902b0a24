// Reads a free text answer.
import type { AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import { compilePattern, type Pattern } from '#nodes/kit/pattern.ts';
import { normal } from './normal.ts';
import { accepted, refused } from './reading.ts';

const MAX_LENGTH = 20_000;
const MAX_PATTERNS = 500;
const patterns = new Map<string, Pattern | null>();

/** The text as written, trimmed. When only its plain form (full-width letters made plain) fits the pattern, that form is taken. */
export function parseTextAnswer(
  spec: Extract<AnswerSpec, { kind: 'text' }>,
  text: string,
  locale: string,
): ParsedAnswer {
  const written = text.slice(0, MAX_LENGTH).trim();
  if (written === '') return refused(locale, '请输入内容。', 'Please write something.');
  const length = Array.from(written).length;
  if (spec.minLength !== undefined && length < spec.minLength) {
    return refused(
      locale,
      `请至少输入 ${spec.minLength} 个字。`,
      `Please write at least ${spec.minLength} characters.`,
    );
  }
  if (spec.maxLength !== undefined && length > spec.maxLength) {
    return refused(locale, `请不要超过 ${spec.maxLength} 个字。`, `Please write at most ${spec.maxLength} characters.`);
  }
  if (spec.pattern === undefined || spec.pattern === '') return accepted(written);
  const fitting = [written, normal(written)].find((form) => fits(spec.pattern ?? '', form));
  if (fitting !== undefined) return accepted(fitting);
  return refused(locale, '格式不对，请检查后再发一次。', 'The format is not right. Please check it and send it again.');
}

/** Does the whole text fit the pattern? A pattern that cannot be read fits nothing (validation names it). */
export function fits(source: string, text: string): boolean {
  return wholePattern(source)?.test(text) === true;
}

function wholePattern(source: string): Pattern | null {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const inner = source.startsWith('(?i)') ? source.slice(4) : source;
  const compiled = compilePattern(`^(?:${inner})$`, { ignoreCase: inner !== source });
  const pattern = compiled.ok ? compiled.pattern : null;
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}
