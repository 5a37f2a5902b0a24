// Values that are computed when a node runs: the marked objects that `resolve` turns into JSON.
import type { AnswerSpec } from './answers.ts';
import type { Localized } from './localized.ts';
import type { SensitiveRules } from './sensitive.ts';

/** A template: localized text whose `{{ expressions }}` are filled in when the node runs. Result: string. */
export interface TemplateValue {
  readonly $template: Localized;
}

/** An expression evaluated when the node runs. Result: any JSON. */
export interface ExpressionValue {
  readonly $expr: string;
}

/** A localized text taken as it is, without placeholders. Result: string. */
export interface LocalizedValue {
  readonly $text: Localized;
}

/** A value that is there only while an expression is truthy; otherwise null (dropped from messages and their lists). */
export interface ConditionalValue {
  readonly $when: string;
  readonly $then: Value;
}

/** A web address with placeholders: what is filled in is percent-encoded and cannot change host or path. Result: string. */
export interface AddressValue {
  readonly $address: string;
}

/** What is wrong with the event as a submitted form: field name to sentence; null when nothing is. */
export interface ProblemsValue {
  readonly $problems: AnswerSpec;
}

/** A text looked through for personal data and forbidden words. Result: `{ state, text, kinds }`. */
export interface ScreenedValue {
  readonly $screen: { readonly source: string; readonly rules: SensitiveRules };
}

/** A list made of another one: the value is filled in for each item, which expressions see as `item` and `index`. */
export interface EachValue {
  readonly $each: string;
  readonly $value: Value;
  readonly $most: number;
}

/** A value that sees further names: each is filled in first, then expressions of the value read it. */
export interface WithinValue {
  readonly $with: { readonly [name: string]: Value };
  readonly $value: Value;
}

/** JSON that may hold marked values anywhere inside. */
export type Value =
  | TemplateValue
  | ExpressionValue
  | LocalizedValue
  | ConditionalValue
  | AddressValue
  | ProblemsValue
  | ScreenedValue
  | EachValue
  | WithinValue
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };

/** Marks a localized text as a template. */
export function template(text: Localized): TemplateValue {
  return { $template: text };
}

/** Marks an expression. */
export function expr(source: string): ExpressionValue {
  return { $expr: source };
}

/** Marks a localized text that holds no placeholders. */
export function text(value: Localized): LocalizedValue {
  return { $text: value };
}

/** Marks a value that is there only while an expression is truthy. */
export function when(source: string, then: Value): ConditionalValue {
  return { $when: source, $then: then };
}

/** Marks a web address with placeholders. */
export function address(source: string): AddressValue {
  return { $address: source };
}

/** Marks the problems of the event as an answer of this form. */
export function problemsOf(answer: AnswerSpec): ProblemsValue {
  return { $problems: answer };
}

/** Marks a text to be looked through for personal data and forbidden words. */
export function screened(source: string, rules: SensitiveRules): ScreenedValue {
  return { $screen: { source, rules } };
}

/** Marks a list made of the items of another one, at most `most`. */
export function each(source: string, value: Value, most: number): EachValue {
  return { $each: source, $value: value, $most: most };
}

/** Marks a value whose expressions see these names too. */
export function within(names: { readonly [name: string]: Value }, value: Value): WithinValue {
  return { $with: names, $value: value };
}
