// Recognises an assignment that adds a number to a variable, so that two conversations may add at the same moment.
import type { Value } from '#nodes/kit/values.ts';
import { evaluateExpression } from './expression/evaluate-expression.ts';
import { parseExpression } from './expression/parse-expression.ts';
import type { Scope } from './scope.ts';

/** What is added, for `name + something` and `name - something` with a number on the right; undefined for anything else. */
export function addedTo(name: string, value: Value, scope: Scope): number | undefined {
  if (typeof value !== 'object' || value === null || !('$expr' in value) || typeof value.$expr !== 'string')
    return undefined;
  const source = value.$expr;
  const parsed = parseExpression(source);
  if (!parsed.ok || parsed.ast.kind !== 'binary') return undefined;
  const { operator, left } = parsed.ast;
  if ((operator !== '+' && operator !== '-') || left.kind !== 'name' || left.name !== name) return undefined;
  const before = scope.lookup(name);
  const after = evaluateExpression(source, scope);
  if (typeof after !== 'number' || (typeof before !== 'number' && before !== null)) return undefined;
  return after - (before ?? 0);
}
