// The whitelist: every function an expression may call.
import { DATE_FUNCTIONS } from './date-functions.ts';
import type { ExpressionFunction } from './function-declaration.ts';
import { LIST_FUNCTIONS } from './list-functions.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';

/** All functions by name. The designer lists them; the parser refuses every other name. */
export const EXPRESSION_FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(
  [...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...LIST_FUNCTIONS, ...DATE_FUNCTIONS].map((declared) => [
    declared.usage.slice(0, declared.usage.indexOf('(')),
    declared,
  ]),
);
