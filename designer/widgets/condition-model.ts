// A condition as a table of comparisons: read from an expression where possible, written back as one.
import { parseExpression } from '#nodes/flow/expression/parse-expression.ts';
import { pathOf } from '#nodes/flow/expression/references.ts';
import type { Expression } from '#nodes/flow/expression/syntax.ts';

export const COMPARISONS = [
  '==',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'contains',
  'notContains',
  'in',
  'filled',
  'empty',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface ConditionRow {
  readonly left: string;
  readonly operator: Comparison;
  /** As people type it; numbers and yes/no are recognised, everything else is text. Lists are separated by commas. */
  readonly right: string;
}

export interface ConditionTable {
  readonly join: 'and' | 'or';
  readonly rows: readonly ConditionRow[];
}

/** Does the comparison need a right side? */
export function needsRight(operator: Comparison): boolean {
  return operator !== 'filled' && operator !== 'empty';
}

/** The table that says the same; `null` when the expression says more than a table can. */
export function tableFrom(source: string): ConditionTable | null {
  if (source.trim() === '') return { join: 'and', rows: [] };
  const parsed = parseExpression(source);
  if (!parsed.ok) return null;
  const join = parsed.ast.kind === 'logic' && parsed.ast.operator === 'or' ? 'or' : 'and';
  const rows = flatten(parsed.ast, join).map(rowFrom);
  const complete = rows.filter((row) => row !== null);
  return complete.length === rows.length ? { join, rows: complete } : null;
}

/** The expression of a table. Rows without a left side are left out. */
export function expressionFrom(table: ConditionTable): string {
  return table.rows
    .filter((row) => row.left.trim() !== '')
    .map(sourceOf)
    .join(` ${table.join} `);
}

function flatten(tree: Expression, join: 'and' | 'or'): readonly Expression[] {
  return tree.kind === 'logic' && tree.operator === join
    ? [...flatten(tree.left, join), ...flatten(tree.right, join)]
    : [tree];
}

function rowFrom(tree: Expression): ConditionRow | null {
  if (tree.kind === 'unary' && tree.operator === 'not') {
    const inner = rowFrom(tree.operand);
    if (inner?.operator === 'empty') return { ...inner, operator: 'filled' };
    if (inner?.operator === 'contains') return { ...inner, operator: 'notContains' };
    return null;
  }
  if (tree.kind === 'call' && tree.name === 'empty') {
    const left = tree.args[0] === undefined ? null : pathOf(tree.args[0]);
    return left === null || tree.args.length !== 1 ? null : { left, operator: 'empty', right: '' };
  }
  if (tree.kind !== 'binary') return null;
  const left = pathOf(tree.left);
  const operator = COMPARISONS.find((one) => one === tree.operator);
  const right = rightFrom(tree.right, operator);
  return left === null || operator === undefined || right === null ? null : { left, operator, right };
}

function rightFrom(tree: Expression, operator: Comparison | undefined): string | null {
  if (tree.kind === 'unary' && tree.operator === '-' && tree.operand.kind === 'literal') {
    return typeof tree.operand.value === 'number' ? `-${tree.operand.value}` : null;
  }
  if (tree.kind === 'literal') {
    const text = String(tree.value);
    // A text that looks like a number would come back as a number.
    return typeof tree.value === 'string' && literalOf(text) !== quoted(text) ? null : text;
  }
  if (operator !== 'in' || tree.kind !== 'list') return null;
  const items = tree.items.map((item) =>
    item.kind === 'literal' && typeof item.value === 'string' ? item.value : null,
  );
  return items.some((item) => item === null || item.includes(',')) ? null : items.join(', ');
}

function sourceOf(row: ConditionRow): string {
  switch (row.operator) {
    case 'filled':
      return `not empty(${row.left})`;
    case 'empty':
      return `empty(${row.left})`;
    case 'notContains':
      return `not (${row.left} contains ${literalOf(row.right)})`;
    case 'in':
      return `${row.left} in [${row.right
        .split(/[,，、]/)
        .map((item) => item.trim())
        .filter((item) => item !== '')
        .map(quoted)
        .join(', ')}]`;
    default:
      return `${row.left} ${row.operator} ${literalOf(row.right)}`;
  }
}

function literalOf(text: string): string {
  const trimmed = text.trim();
  // Leading zeros and very long digits are codes, not amounts: as numbers they would change.
  const number = Number(trimmed);
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return String(number);
  return trimmed === 'true' || trimmed === 'false' || trimmed === 'null' ? trimmed : quoted(text);
}

function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}
