// Runs an expression: walks its tree with a budget. No host code is reachable from here.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Scope } from '../scope.ts';
import { EXPRESSION_FUNCTIONS } from './functions.ts';
import { isEqual, isList, isTruthy, memberOf, orderOf } from './json-values.ts';
import { containsValue, matchesPattern } from './membership.ts';
import { asNumber, finite } from './number-functions.ts';
import { parseExpression } from './parse-expression.ts';
import { asText, failed, Run } from './run.ts';
import type { BinaryOperator, Expression } from './syntax.ts';

const MAX_CACHED = 2000;
const cache = new Map<string, Expression>();

/** The value of an expression. Throws FlowError EXPRESSION_INVALID (cannot be read) or EXPRESSION_FAILED (failed or hit a limit), nothing else. */
export function evaluateExpression(source: string, scope: Scope): Json {
  const tree = treeOf(source);
  return guarded(() => valueOf(tree, new Run(scope)));
}

/** The value of a tree that was read before, as a reader sees it. All placeholders of a template share one budget. */
export function evaluateText(tree: Expression, run: Run): string {
  return guarded(() => {
    const value = valueOf(tree, run);
    return typeof value === 'string' ? value : run.text(asText(value, run));
  });
}

function guarded<T extends Json>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof FlowError) throw error;
    // A value nested so deeply that walking it exhausts the stack ends here.
    throw new FlowError(
      'EXPRESSION_FAILED',
      'The expression failed: a value is too deep or too large.',
      {},
      { cause: error },
    );
  }
}

function treeOf(source: string): Expression {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const parsed = parseExpression(source);
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
  cache.set(source, parsed.ast);
  return parsed.ast;
}

function valueOf(tree: Expression, run: Run): Json {
  run.spend(1);
  switch (tree.kind) {
    case 'literal':
      return tree.value;
    case 'name':
      return run.scope.lookup(tree.name);
    case 'member':
      return memberOf(valueOf(tree.object, run), valueOf(tree.key, run));
    case 'list':
      return run.list(tree.items.map((item) => valueOf(item, run)));
    case 'object': {
      const entries = tree.entries.map(({ key, value }) => [key, valueOf(value, run)] as const);
      const built: Json = Object.fromEntries(entries);
      run.hold(built);
      return built;
    }
    case 'call':
      return call(tree, run);
    case 'unary': {
      const operand = valueOf(tree.operand, run);
      if (tree.operator === 'not') return !isTruthy(operand);
      return finite(tree.operator === '-' ? -asNumber(operand) : asNumber(operand));
    }
    case 'logic': {
      const left = valueOf(tree.left, run);
      const settled = tree.operator === '??' ? left !== null : isTruthy(left) === (tree.operator === 'or');
      return settled ? left : valueOf(tree.right, run);
    }
    case 'choose':
      return valueOf(isTruthy(valueOf(tree.test, run)) ? tree.then : tree.otherwise, run);
    case 'binary':
      return compute(tree.operator, valueOf(tree.left, run), valueOf(tree.right, run), run);
  }
}

function call(tree: Extract<Expression, { kind: 'call' }>, run: Run): Json {
  const args = tree.args.map((arg) => valueOf(arg, run));
  const declared = EXPRESSION_FUNCTIONS.get(tree.name);
  if (declared === undefined) return failed('There is no such function.');
  const value = declared.call(args, run);
  // Minus zero is not JSON: it would come back from the store as zero.
  return value === 0 ? 0 : value;
}

function compute(operator: BinaryOperator, left: Json, right: Json, run: Run): Json {
  switch (operator) {
    case '+':
      return plus(left, right, run);
    case '-':
      return finite(asNumber(left) - asNumber(right));
    case '*':
      return finite(asNumber(left) * asNumber(right));
    case '/':
      return finite(asNumber(left) / asNumber(right));
    case '%':
      return finite(asNumber(left) % asNumber(right));
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<':
      return isOrdered(left, right, (order) => order < 0);
    case '<=':
      return isOrdered(left, right, (order) => order <= 0);
    case '>':
      return isOrdered(left, right, (order) => order > 0);
    case '>=':
      return isOrdered(left, right, (order) => order >= 0);
    case 'in':
      return containsValue(right, left, run);
    case 'not in':
      return !containsValue(right, left, run);
    case 'contains':
      return containsValue(left, right, run);
    case 'matches':
      return matchesPattern(left, right, run);
  }
}

function plus(left: Json, right: Json, run: Run): Json {
  if (isList(left) && isList(right)) return run.list([...left, ...right]);
  if (typeof left === 'string' || typeof right === 'string') {
    const first = asText(left, run);
    const second = asText(right, run);
    run.room(first.length + second.length);
    return first + second;
  }
  return finite(asNumber(left) + asNumber(right));
}

function isOrdered(left: Json, right: Json, test: (order: number) => boolean): boolean {
  const order = orderOf(left, right);
  return order !== null && test(order);
}
