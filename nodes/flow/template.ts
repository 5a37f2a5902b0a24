// Texts with placeholders: `{{ expression }}` is filled in once; what is filled in is never read again.
import { FlowError } from '#nodes/kit/errors.ts';
import { evaluateText } from './expression/evaluate-expression.ts';
import { parseExpression } from './expression/parse-expression.ts';
import { Run } from './expression/run.ts';
import type { Expression, SyntaxProblem } from './expression/syntax.ts';
import { QUOTES } from './expression/tokens.ts';
import type { Scope } from './scope.ts';

/** A piece of a template: text as it is, or a placeholder. `at` is the UTF-16 offset of its expression. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly source: string; readonly at: number; readonly ast: Expression };

/** The parts of a template, or what is wrong with it and where. */
export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  | { readonly ok: false; readonly problem: SyntaxProblem };

/** UTF-16 units of a template, and of what it becomes. */
const MAX_LENGTH = 262_144;
const MAX_CACHED = 2000;
const cache = new Map<string, readonly TemplatePart[]>();

/**
 * The text of a template. A missing value is the empty string, lists are joined as the language does it.
 * Throws FlowError EXPRESSION_INVALID or EXPRESSION_FAILED, nothing else.
 */
export function renderTemplate(source: string, scope: Scope): string {
  return render(source, scope, (value) => value);
}

/** Scheme and host, whole and without a placeholder in them. */
const FIXED_HOST = /^https?:\/\/[^/?#\\\s]+(?:[/?#]|$)/iu;
/** Segments that climb: `.` and `..`, also percent-encoded, which is the same to a server. */
const CLIMBING = /\/(?:\.|%2e){1,2}(?=[/?#\\]|$)/iu;

/**
 * A web address from a template. Values are percent-encoded, so that they stay inside the piece of path or query they were put into.
 * Throws EXPRESSION_FAILED when a value would change the host, or climb out of the path.
 */
export function renderAddress(source: string, scope: Scope): string {
  const text = render(source, scope, percentEncoded);
  if (!source.includes('{{')) return text;
  const [first] = partsOf(source);
  if (
    first?.kind !== 'text' ||
    !/[/?#]/u.test(first.text.replace(/^https?:\/\//iu, '')) ||
    !FIXED_HOST.test(first.text)
  )
    throw new FlowError('EXPRESSION_FAILED', 'The host of an address may not hold a placeholder.');
  if (CLIMBING.test(text.replace(/[?#].*$/su, '')))
    throw new FlowError('EXPRESSION_FAILED', 'A value would climb out of the path of the address.');
  return text;
}

function percentEncoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Cs}/gu, '\uFFFD'));
}

function render(source: string, scope: Scope, put: (value: string) => string): string {
  if (!source.includes('{{')) return limited(source);
  const run = new Run(scope);
  let text = '';
  for (const part of partsOf(source)) {
    text += part.kind === 'text' ? part.text : put(evaluateText(part.ast, run));
    limited(text);
  }
  return text;
}

/** Reads a template. Total: any string gives parts or a problem. `\{{` stands for two plain braces. */
export function parseTemplate(source: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let text = '';
  let at = 0;
  for (;;) {
    const open = source.indexOf('{{', at);
    if (open === -1) break;
    if (open > at && source.charAt(open - 1) === '\\') {
      text += `${source.slice(at, open - 1)}{{`;
      at = open + 2;
      continue;
    }
    const close = closingOf(source, open + 2);
    if (close === -1) {
      return problemAt(open, '占位符没有用 }} 结束', 'The placeholder is not closed with }}.');
    }
    const inner = source.slice(open + 2, close);
    const parsed = parseExpression(inner);
    if (!parsed.ok) {
      return { ok: false, problem: { message: parsed.problem.message, at: open + 2 + parsed.problem.at } };
    }
    text += source.slice(at, open);
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push({ kind: 'placeholder', source: inner.trim(), at: open + 2, ast: parsed.ast });
    at = close + 2;
  }
  text += source.slice(at);
  if (text !== '') parts.push({ kind: 'text', text });
  return { ok: true, parts };
}

/** The expressions inside a template, in order; none when it cannot be read. */
export function placeholdersIn(source: string): readonly string[] {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [];
  return parsed.parts.flatMap((part) => (part.kind === 'placeholder' ? [part.source] : []));
}

/** Where the `}}` of a placeholder stands: outside quotes and inner braces. */
function closingOf(source: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < source.length; at++) {
    const char = source.charAt(at);
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (Object.hasOwn(QUOTES, char)) {
      quote = QUOTES[char] ?? '';
    } else if (char === '{') {
      depth += 1;
    } else if (char === '}') {
      if (depth === 0 && source.charAt(at + 1) === '}') return at;
      depth = Math.max(0, depth - 1);
    }
  }
  return -1;
}

function partsOf(source: string): readonly TemplatePart[] {
  const known = cache.get(source);
  if (known !== undefined) return known;
  limited(source);
  const parsed = parseTemplate(source);
  if (!parsed.ok) {
    const { at, message } = parsed.problem;
    throw new FlowError('EXPRESSION_INVALID', `${message.en} (at ${at + 1})`, { at, message });
  }
  if (cache.size >= MAX_CACHED) {
    for (const oldest of cache.keys()) {
      cache.delete(oldest);
      break;
    }
  }
  cache.set(source, parsed.parts);
  return parsed.parts;
}

function limited(text: string): string {
  if (text.length > MAX_LENGTH)
    throw new FlowError('EXPRESSION_FAILED', 'The text a template becomes is longer than 256 KB.');
  return text;
}

function problemAt(at: number, zh: string, en: string): ParsedTemplate {
  return { ok: false, problem: { at, message: { 'zh-CN': zh, en } } };
}
