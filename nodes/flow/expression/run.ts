// One evaluation's budget: steps, the text it builds, and how it fails.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Scope } from '../scope.ts';
import { lengthInside, textOf } from './json-values.ts';
import { EXPRESSION_LIMITS } from './syntax.ts';

/** What every function of the language is handed beside its arguments. */
export class Run {
  readonly scope: Scope;
  private steps = 0;
  private built = 0;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Counts work; fails above the limit. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > EXPRESSION_LIMITS.steps) failed('The expression takes too many steps.');
  }

  /** Checks a text that was or will be built. */
  text(text: string): string {
    this.room(text.length);
    return text;
  }

  /** Fails when a text of this length may not be built. */
  room(length: number): void {
    if (length > EXPRESSION_LIMITS.textLength) failed('The text an expression builds is longer than 256 KB.');
    this.built += length;
    if (this.built > EXPRESSION_LIMITS.builtLength) failed('The expression builds too much text.');
  }

  /** Checks a list that was built. */
  list(items: readonly Json[]): readonly Json[] {
    if (items.length > EXPRESSION_LIMITS.listLength)
      failed('The list an expression builds has more than 10,000 items.');
    this.spend(items.length);
    this.hold(items);
    return items;
  }

  /** Counts the text inside a value that is put into a list or an object, or written as text. */
  hold(value: Json): void {
    this.built += lengthInside(value, EXPRESSION_LIMITS.builtLength);
    if (this.built > EXPRESSION_LIMITS.builtLength) failed('The expression builds too much data.');
  }
}

/** A value as text. Reading long text costs steps, writing out lists and objects costs room. */
export function asText(value: Json | undefined, run: Run): string {
  if (typeof value === 'object' && value !== null) run.hold(value);
  const text = textOf(value ?? null, run.scope.locale);
  run.spend(text.length >> 10);
  return text;
}

/** Ends the evaluation. The message names no values: they may be a customer's. */
export function failed(message: string): never {
  throw new FlowError('EXPRESSION_FAILED', message);
}
