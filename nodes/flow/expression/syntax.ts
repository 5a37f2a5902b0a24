// The syntax tree of the expression language, its limits and its problems.
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonPrimitive } from '#nodes/kit/json.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';

/** Limits that hold for every expression. */
export const EXPRESSION_LIMITS = {
  sourceLength: 2000,
  /** Nested parentheses, calls, lists, signs ... */
  depth: 64,
  steps: 10_000,
  /** UTF-16 units of one string. */
  textLength: 262_144,
  /** Items of a list that an expression builds. */
  listLength: 10_000,
  /** UTF-16 units of all the text inside the lists and objects that one expression builds. */
  builtLength: 1_048_576,
} as const;

/** Operators that compute both sides. */
export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'contains' | 'matches';

/** Operators that look at the right side only when needed. */
export type LogicOperator = 'and' | 'or' | '??';

/** A node of the tree. `at` is its UTF-16 offset in the source. */
export type Expression =
  | { readonly kind: 'literal'; readonly at: number; readonly value: JsonPrimitive }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Expression[] }
  | {
      readonly kind: 'object';
      readonly at: number;
      readonly entries: readonly { readonly key: string; readonly value: Expression }[];
    }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | { readonly kind: 'member'; readonly at: number; readonly object: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly at: number; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'unary'; readonly at: number; readonly operator: 'not' | '-' | '+'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly at: number;
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'logic';
      readonly at: number;
      readonly operator: LogicOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'choose';
      readonly at: number;
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

/** Why a source cannot be read, and where (UTF-16 offset). */
export interface SyntaxProblem {
  readonly message: Bilingual;
  readonly at: number;
}

/** Stops reading. `parseExpression` turns it into a value. */
export function invalid(at: number, zh: string, en: string): never {
  throw new FlowError('EXPRESSION_INVALID', en, { at, message: { 'zh-CN': zh, en } });
}

/** The problem that `invalid` carries. */
export function parseProblem(error: FlowError): SyntaxProblem {
  const { at, message } = error.facts as { at?: number; message?: Bilingual }; // written by `invalid` just above
  return { at: at ?? 0, message: message ?? { 'zh-CN': '表达式无法读取', en: error.message } };
}
