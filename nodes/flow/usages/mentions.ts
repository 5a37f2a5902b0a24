// Where an expression or a template mentions a variable: exact positions, from the parser.
import { parseExpression } from '../expression/parse-expression.ts';
import { childrenOf } from '../expression/references.ts';
import type { Expression } from '../expression/syntax.ts';
import { tokensOf } from '../expression/tokens.ts';
import { parseTemplate } from '../template.ts';

/** A variable under all the names it has in expressions. */
export interface Subject {
  readonly name: string;
  /** `name` alone. A fact about the customer that no variable is declared for has no such form. */
  readonly bare: boolean;
  /** `vars.name`. */
  readonly vars: boolean;
  /** `customer.name`. */
  readonly customer: boolean;
}

/** A mention: UTF-16 offsets of the name itself in the source. */
export interface Mention {
  readonly at: number;
  readonly end: number;
}

/** The mentions in an expression, in order; null when it cannot be read. */
export function mentionsInExpression(source: string, subject: Subject): readonly Mention[] | null {
  if (source.trim() === '') return [];
  const parsed = parseExpression(source);
  if (!parsed.ok) return null;
  const starts = new Set<number>();
  collect(parsed.ast, subject, starts);
  if (starts.size === 0) return [];
  return tokensOf(source).flatMap((token): Mention[] => {
    if (!starts.has(token.at)) return [];
    if (token.kind === 'name') return [{ at: token.at, end: token.end }];
    return token.kind === 'string' ? [{ at: token.at + 1, end: token.end - 1 }] : [];
  });
}

/** The mentions in the placeholders of a template, in order; null when it cannot be read. */
export function mentionsInTemplate(source: string, subject: Subject): readonly Mention[] | null {
  if (!source.includes('{{')) return [];
  const parsed = parseTemplate(source);
  if (!parsed.ok) return null;
  const found: Mention[] = [];
  for (const part of parsed.parts) {
    if (part.kind === 'text') continue;
    const inside = mentionsInExpression(source.slice(part.at, endOf(source, part)), subject);
    if (inside === null) return null;
    for (const { at, end } of inside) found.push({ at: part.at + at, end: part.at + end });
  }
  return found;
}

/** The source of a placeholder is trimmed; its offset is not. */
function endOf(source: string, part: { readonly source: string; readonly at: number }): number {
  return source.indexOf(part.source, part.at) + part.source.length;
}

function collect(tree: Expression, subject: Subject, starts: Set<number>): void {
  if (tree.kind === 'name') {
    if (subject.bare && tree.name === subject.name) starts.add(tree.at);
    return;
  }
  if (tree.kind === 'member' && tree.object.kind === 'name' && tree.key.kind === 'literal') {
    const owner = tree.object.name;
    if ((owner === 'vars' && subject.vars) || (owner === 'customer' && subject.customer)) {
      if (tree.key.value === subject.name) starts.add(tree.key.at);
      return;
    }
  }
  for (const child of childrenOf(tree)) collect(child, subject, starts);
}
