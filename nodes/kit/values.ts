// Values that are computed when a node runs: the marked objects that `resolve` turns into JSON.
import type { AnswerSpec } from './answers.ts';
import type { Localized } from './localized.ts';

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

/** JSON that may hold marked values anywhere inside. */
export type Value =
  | TemplateValue
  | ExpressionValue
  | LocalizedValue
  | ConditionalValue
  | AddressValue
  | ProblemsValue
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
