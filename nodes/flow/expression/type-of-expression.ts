// Finds simple type problems before an expression ever runs: calculating with a list, comparing a number with words ...
import type { Bilingual } from '#nodes/kit/localized.ts';
import { EXPRESSION_FUNCTIONS } from './functions.ts';
import type { ValueType } from './function-declaration.ts';
import { numberFrom } from './json-values.ts';
import { parseExpression } from './parse-expression.ts';
import { childrenOf, pathOf } from './references.ts';
import type { BinaryOperator, Expression, SyntaxProblem } from './syntax.ts';

/** The type an expression will have, and what looks wrong. A source that cannot be read is one problem. */
export interface ExpressionTypes {
  readonly type: ValueType;
  readonly problems: readonly SyntaxProblem[];
}

/** `types` gives the types of known paths (`age`, `customer.phone`); everything else is `any`, about which nothing is said. */
export function typeOfExpression(source: string, types: Readonly<Record<string, ValueType>>): ExpressionTypes {
  const parsed = parseExpression(source);
  if (!parsed.ok) return { type: 'any', problems: [parsed.problem] };
  const problems: SyntaxProblem[] = [];
  const type = typeOf(parsed.ast, { ...BUILT_IN, ...types }, problems);
  return { type, problems };
}

const BUILT_IN: Readonly<Record<string, ValueType>> = {
  now: 'number',
  'turn.text': 'text',
  'turn.intent': 'text',
  'turn.score': 'number',
  'turn.emotion': 'text',
  'turn.intensity': 'number',
  'last.text': 'text',
  'last.intent': 'text',
  'last.score': 'number',
  'last.emotion': 'text',
  'last.intensity': 'number',
  'session.locale': 'text',
  'session.channel': 'text',
  'session.startedAt': 'number',
};

const NAMES: Readonly<Record<ValueType, Bilingual>> = {
  text: { 'zh-CN': '文本', en: 'text' },
  number: { 'zh-CN': '数字', en: 'a number' },
  boolean: { 'zh-CN': '真假值', en: 'true or false' },
  date: { 'zh-CN': '日期', en: 'a date' },
  list: { 'zh-CN': '列表', en: 'a list' },
  object: { 'zh-CN': '对象', en: 'an object' },
  any: { 'zh-CN': '任意值', en: 'any value' },
};

type Types = Readonly<Record<string, ValueType>>;

function typeOf(tree: Expression, types: Types, problems: SyntaxProblem[]): ValueType {
  const path = pathOf(tree);
  if (path !== null) return Object.hasOwn(types, path) ? (types[path] ?? 'any') : 'any';
  switch (tree.kind) {
    case 'literal':
      return literalType(tree.value);
    case 'binary':
      return binaryType(tree, types, problems);
    case 'call':
      return callType(tree, types, problems);
    case 'unary': {
      const operand = typeOf(tree.operand, types, problems);
      if (tree.operator === 'not') return 'boolean';
      needNumber(tree.operand, operand, problems);
      return 'number';
    }
    case 'logic':
      return joined(typeOf(tree.left, types, problems), typeOf(tree.right, types, problems));
    case 'choose':
      typeOf(tree.test, types, problems);
      return joined(typeOf(tree.then, types, problems), typeOf(tree.otherwise, types, problems));
    default:
      for (const child of childrenOf(tree)) typeOf(child, types, problems);
      return tree.kind === 'list' || tree.kind === 'object' ? tree.kind : 'any';
  }
}

function binaryType(tree: Extract<Expression, { kind: 'binary' }>, types: Types, problems: SyntaxProblem[]): ValueType {
  const left = typeOf(tree.left, types, problems);
  const right = typeOf(tree.right, types, problems);
  if (tree.operator === '+') return plusType(tree, left, right, problems);
  if (ARITHMETIC.has(tree.operator)) {
    needNumber(tree.left, left, problems);
    needNumber(tree.right, right, problems);
    return 'number';
  }
  if (ORDERS.has(tree.operator)) {
    if (!haveOrder(tree.left, left, tree.right, right)) tell(tree, left, right, problems);
  } else if (tree.operator === '==' || tree.operator === '!=') {
    if (!maybeEqual(tree.left, left, tree.right, right)) tell(tree, left, right, problems);
  }
  return 'boolean';
}

const ARITHMETIC: ReadonlySet<BinaryOperator> = new Set(['-', '*', '/', '%']);
const ORDERS: ReadonlySet<BinaryOperator> = new Set(['<', '<=', '>', '>=']);

function plusType(tree: Expression & { kind: 'binary' }, left: ValueType, right: ValueType, problems: SyntaxProblem[]) {
  if (isText(left) || isText(right)) return 'text';
  if (left === 'list' && right === 'list') return 'list';
  if (left === 'any' || right === 'any') return 'any';
  needNumber(tree.left, left, problems);
  needNumber(tree.right, right, problems);
  return 'number';
}

function callType(tree: Extract<Expression, { kind: 'call' }>, types: Types, problems: SyntaxProblem[]): ValueType {
  const declared = EXPRESSION_FUNCTIONS.get(tree.name);
  tree.args.forEach((arg, index) => {
    const given = typeOf(arg, types, problems);
    const wanted = declared?.takes.at(Math.min(index, declared.takes.length - 1));
    if (wanted === 'number') needNumber(arg, given, problems);
    else if (wanted === 'text' || wanted === 'list') needKind(arg, given, wanted, tree.name, problems);
  });
  return declared?.gives ?? 'any';
}

/** A text function on something that is no text, a list function on something that is no list. */
function needKind(tree: Expression, type: ValueType, wanted: 'text' | 'list', name: string, problems: SyntaxProblem[]) {
  if (type === 'any' || type === wanted || (wanted === 'text' && isText(type))) return;
  problems.push({
    at: tree.at,
    message: {
      'zh-CN': `${name}() 用于${NAMES[wanted]['zh-CN']}，这里却是${NAMES[type]['zh-CN']}`,
      en: `${name}() works on ${NAMES[wanted].en}, but this is ${NAMES[type].en}.`,
    },
  });
}

/** Text is let through: it may spell a number. Fixed text that spells none is not. */
function needNumber(tree: Expression, type: ValueType, problems: SyntaxProblem[]): void {
  const isWords = tree.kind === 'literal' && typeof tree.value === 'string' && numberFrom(tree.value) === null;
  if (!isWords && type !== 'list' && type !== 'object' && type !== 'date') return;
  problems.push({
    at: tree.at,
    message: {
      'zh-CN': `这里需要数字，却是${NAMES[type]['zh-CN']}`,
      en: `A number is needed here, but this is ${NAMES[type].en}.`,
    },
  });
}

function haveOrder(left: Expression, leftType: ValueType, right: Expression, rightType: ValueType): boolean {
  const bad = (type: ValueType) => type === 'list' || type === 'object' || type === 'boolean';
  return !bad(leftType) && !bad(rightType) && maybeEqual(left, leftType, right, rightType);
}

function maybeEqual(left: Expression, leftType: ValueType, right: Expression, rightType: ValueType): boolean {
  if (leftType === 'any' || rightType === 'any' || leftType === rightType) return true;
  if (isText(leftType) && isText(rightType)) return true;
  if (leftType === 'number' && rightType === 'text') return spellsNumber(right);
  if (leftType === 'text' && rightType === 'number') return spellsNumber(left);
  return false;
}

function spellsNumber(tree: Expression): boolean {
  return tree.kind !== 'literal' || numberFrom(tree.value) !== null;
}

function tell(tree: Expression, left: ValueType, right: ValueType, problems: SyntaxProblem[]): void {
  problems.push({
    at: tree.at,
    message: {
      'zh-CN': `${NAMES[left]['zh-CN']}与${NAMES[right]['zh-CN']}无法比较，结果总是一样`,
      en: `Comparing ${NAMES[left].en} with ${NAMES[right].en} always gives the same result.`,
    },
  });
}

function isText(type: ValueType): boolean {
  return type === 'text' || type === 'date';
}

function joined(left: ValueType, right: ValueType): ValueType {
  return left === right ? left : 'any';
}

function literalType(value: string | number | boolean | null): ValueType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'any';
}
