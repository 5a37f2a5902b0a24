// Values that are computed when a node runs: the marked objects that `resolve` turns into JSON.
import type { Json } from './json.ts';
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

/** JSON that may hold marked values anywhere inside. */
export type Value =
  | TemplateValue
  | ExpressionValue
  | LocalizedValue
  | ConditionalValue
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

/** A value that is already plain JSON. */
export function literal(value: Json): Value {
  return value;
}
