// The form in which a function of the expression language is declared.
import type { Json } from '#nodes/kit/json.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { Run } from './run.ts';

/** The type of a value, as far as it is known before running. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' | 'any';

/** A pure function. `usage` begins with its name; `min` and `max` count its arguments. */
export interface ExpressionFunction {
  readonly usage: string;
  readonly summary: Bilingual;
  readonly min: number;
  readonly max: number;
  readonly takes: readonly ValueType[];
  readonly gives: ValueType;
  call(args: readonly Json[], run: Run): Json;
}

/** Declares a function. The last type of `takes` holds for all further arguments. */
export function fn(
  usage: string,
  summary: readonly [zh: string, en: string],
  arity: readonly [min: number, max: number],
  types: readonly [takes: readonly ValueType[], gives: ValueType],
  call: ExpressionFunction['call'],
): ExpressionFunction {
  return {
    usage,
    summary: { 'zh-CN': summary[0], en: summary[1] },
    min: arity[0],
    max: arity[1],
    takes: types[0],
    gives: types[1],
    call,
  };
}
