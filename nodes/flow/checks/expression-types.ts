// Types in expressions: sums with texts, comparisons that can never be true. Only what is certain is said.
import type { Expression } from '../expression/syntax.ts';
import { childrenOf } from '../expression/references.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problem } from '../problem.ts';
import { RESERVED_NAMES } from '../scope.ts';
import type { CheckedFlow } from './checked-flow.ts';

type Known = 'text' | 'number' | 'boolean' | 'list' | 'object';
type Types = ReadonlyMap<string, Known>;

const WORDS: Readonly<Record<Known, { readonly 'zh-CN': string; readonly en: string }>> = {
  text: { 'zh-CN': '文本', en: 'a text' },
  number: { 'zh-CN': '数字', en: 'a number' },
  boolean: { 'zh-CN': '是/否', en: 'yes or no' },
  list: { 'zh-CN': '列表', en: 'a list' },
  object: { 'zh-CN': '对象', en: 'an object' },
};

/** Checks the expressions of nodes against the declared types of variables. */
export function checkExpressionTypes(flow: CheckedFlow): readonly FlowProblem[] {
  const types = typesIn(flow);
  const problems: FlowProblem[] = [];
  for (const { node, type } of flow.sound.values()) {
    if (node.disabled === true) continue;
    for (const { field, kind, source } of type.reads?.(node.config) ?? []) {
      if (kind !== 'expression' || typeof source !== 'string') continue;
      const parsed = parseExpression(source);
      if (parsed.ok) visit(parsed.ast, types, (words) => problems.push(mistyped(node.id, field, words)));
    }
  }
  return problems;
}

/** Only declared variables that nothing sets with another type. */
function typesIn({ document, sound }: CheckedFlow): Types {
  const types = new Map<string, Known>();
  for (const { name, type } of document.variables) {
    if (!RESERVED_NAMES.has(name)) types.set(name, type === 'date' ? 'text' : type);
  }
  for (const { node, type } of sound.values()) {
    for (const { name, type: set } of type.writes?.(node.config) ?? []) {
      const known = types.get(name);
      if (known !== undefined && known !== (set === 'date' ? 'text' : set)) types.delete(name);
    }
  }
  return types;
}

interface Words {
  readonly 'zh-CN': string;
  readonly en: string;
}

function visit(tree: Expression, types: Types, report: (words: Words) => void): void {
  if (tree.kind === 'binary') {
    const [left, right] = [typeOf(tree.left, types), typeOf(tree.right, types)];
    if (['-', '*', '/', '%'].includes(tree.operator)) {
      const wrong = [left, right].find((side) => side !== undefined && !isCountable(side));
      if (wrong !== undefined) report(noSum(tree.operator, wrong));
    } else if (['==', '!=', '<', '<=', '>', '>='].includes(tree.operator)) {
      if (left !== undefined && right !== undefined && left !== right && !(isCountable(left) && isCountable(right)))
        report(neverEqual(left, right));
    }
  }
  if (tree.kind === 'unary' && tree.operator !== 'not') {
    const operand = typeOf(tree.operand, types);
    if (operand !== undefined && !isCountable(operand)) report(noSum(tree.operator, operand));
  }
  for (const child of childrenOf(tree)) visit(child, types, report);
}

/** A text may hold a number; the language reads it as one. */
function isCountable(side: Known): boolean {
  return side === 'number' || side === 'text';
}

function typeOf(tree: Expression, types: Types): Known | undefined {
  switch (tree.kind) {
    case 'literal': {
      const kind = typeof tree.value;
      return kind === 'string' ? 'text' : kind === 'number' || kind === 'boolean' ? kind : undefined;
    }
    case 'name':
      return types.get(tree.name);
    case 'list':
    case 'object':
      return tree.kind;
    case 'binary':
      return ['-', '*', '/', '%'].includes(tree.operator) ? 'number' : tree.operator === '+' ? undefined : 'boolean';
    case 'unary':
      return tree.operator === 'not' ? 'boolean' : 'number';
    default:
      return undefined;
  }
}

function noSum(operator: string, side: Known): Words {
  return {
    'zh-CN': `「${operator}」两边要是数字，这里有一边是${WORDS[side]['zh-CN']}。`,
    en: `"${operator}" needs numbers, and one side is ${WORDS[side].en}.`,
  };
}

function neverEqual(left: Known, right: Known): Words {
  return {
    'zh-CN': `${WORDS[left]['zh-CN']}和${WORDS[right]['zh-CN']}比较，结果不会如你所想。`,
    en: `This compares ${WORDS[left].en} with ${WORDS[right].en}: they are never the same.`,
  };
}

function mistyped(node: string, field: string, message: Words): FlowProblem {
  return problem('EXPRESSION_TYPE', 'warning', node, {
    message,
    fix: {
      'zh-CN': '换成同类型的值，或改变量的类型。',
      en: "Use a value of the same type, or change the variable's type.",
    },
    field,
  });
}
