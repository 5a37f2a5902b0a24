// Texts and formulas of other products in our language: placeholders renamed, simple JavaScript turned into expressions.
import { parseExpression } from '#nodes/flow/expression/parse-expression.ts';

/** Gives our name of a variable of the export. */
export type Rename = (name: string) => string;

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** A text with its placeholders under our names. A placeholder that is more than a name stays readable as text. */
export function templateFrom(text: string, rename: Rename): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => {
    const inner = name.startsWith('=') ? name.replace(/^=|=$/g, '').trim() : name;
    return /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(inner) ? `{{ ${rename(inner)} }}` : `(${inner})`;
  });
}

/** Text as a literal of the expression language. */
export function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
}

/** A text with placeholders as one expression. */
export function joinedFrom(text: string, rename: Rename): string {
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > at) parts.push(quoted(text.slice(at, match.index)));
    parts.push(`text(${rename(match[1] ?? '')})`);
    at = match.index + match[0].length;
  }
  if (at < text.length || parts.length === 0) parts.push(quoted(text.slice(at)));
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : parts.join(' + ');
}

/**
 * A formula in JavaScript as an expression, or undefined when it is more than arithmetic, comparison and choice over known names.
 * A bare word that is no known name is text, as it was where it came from.
 */
export function expressionFrom(source: string, rename: Rename, isKnown: (name: string) => boolean): string | undefined {
  const used: string[] = [];
  const named = source.replace(PLACEHOLDER, (_whole, name: string) => {
    const own = rename(name);
    used.push(own);
    return ` ${own} `;
  });
  const candidate = named
    .trim()
    .replace(/;+\s*$/, '')
    .replace(/^return\s+/, '')
    .replace(/===/g, '==')
    .replace(/!==/g, '!=')
    .replace(/!(?!=)/g, ' not ')
    .replace(/\s+/g, ' ')
    .trim();
  const parsed = parseExpression(candidate);
  if (!parsed.ok) return undefined;
  const names = candidate
    .replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '')
    .match(/[\p{L}_][\p{L}\p{N}_]*(?!\s*\()/gu);
  const words = new Set(['and', 'or', 'not', 'in', 'contains', 'matches', 'true', 'false', 'null']);
  return (names ?? []).every((name) => words.has(name) || used.includes(name) || isKnown(name)) ? candidate : undefined;
}

/** Does it look like program text rather than words? */
export function looksLikeCode(source: string): boolean {
  return /=>|\breturn\b|\bconst\b|\blet\b|\bfunction\b|\w\.\w+\(|\bnew [A-Z]|;\s*$/m.test(source);
}

/** The language that most of the letters are written in. */
export function localeOf(texts: readonly string[]): 'zh-CN' | 'en' {
  const all = texts.join(' ');
  const han = all.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = all.match(/[A-Za-z]+/g)?.length ?? 0;
  return han > words ? 'zh-CN' : 'en';
}
