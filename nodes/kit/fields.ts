// Config fields: TypeBox schemas that also say which form widget draws them and what they are called in both languages.
import { Type, type Static, type TSchema, type TSchemaOptions } from 'typebox';
import { LocalizedSchema, type Bilingual } from './localized.ts';

/** The closed list of form widgets. `designer/widgets` has one component for each; the compiler finds a missing one. */
export const WIDGETS = [
  'text',
  'textarea',
  'number',
  'switch',
  'select',
  'duration',
  'expression',
  'template',
  'template-multiline',
  'variable',
  'options',
  'assignments',
  'condition',
  'cases',
  'intents',
  'intent-list',
  'keywords',
  'form-fields',
  'buttons',
  'knowledge-bases',
  'knowledge-labels',
  'node',
  'node-list',
  'json',
  'key-values',
  'tags',
  'url',
  'weekly-hours',
  'no-reply',
  'retry',
  'consent',
  'mood-gate',
  'variants',
  'patterns',
  'script',
  'script-inputs',
  'script-outputs',
  'exits',
  'credential',
  'http-address',
  'response-map',
  'records',
  'multi-select',
  'flow',
  'shares',
  'colleague',
  'table',
  'table-column',
  'plain-template',
  'mail-recipients',
  'tool-server',
  'tool-name',
  'tool-arguments',
] as const;

/** The name of a form widget. */
export type WidgetName = (typeof WIDGETS)[number];

/** What a form needs to know of a field. Stored in the schema under `x-ui`. */
export interface FieldUi {
  readonly widget: WidgetName;
  readonly label: Bilingual;
  readonly hint?: Bilingual;
  readonly placeholder?: Bilingual;
  /** Labels of the values of a `select`. */
  readonly options?: readonly { readonly value: string; readonly label: Bilingual }[];
  /** Fields of the same section stand together; `advanced` is folded. */
  readonly section?: 'main' | 'advanced';
  /** Show only while another field of the same node has one of these values. */
  readonly showWhen?: { readonly field: string; readonly is: readonly (string | boolean)[] };
}

/** Adds the form description to a schema. */
export function field<T extends TSchema>(schema: T, ui: FieldUi): T {
  return { ...schema, 'x-ui': ui };
}

/** Reads the form description of a schema. */
export function uiOf(schema: TSchema): FieldUi | undefined {
  return (schema as { 'x-ui'?: FieldUi })['x-ui'];
}

/** Marks a string inside a list of a config as the name of a variable of the flow, or of a fact about the customer. For find-usages and renaming. */
export function naming<T extends TSchema>(schema: T, what: 'variable' | 'fact' = 'variable'): T {
  return { ...schema, 'x-names': what };
}

/** What a string names, where `naming` marked it. */
export function namesOf(schema: TSchema): 'variable' | 'fact' | undefined {
  return (schema as { 'x-names'?: 'variable' | 'fact' })['x-names'];
}

type Ui = Omit<FieldUi, 'widget'> & { readonly widget?: WidgetName };

/** Localized text with `{{placeholders}}`, one line or several. */
export function templateField(ui: Ui & { readonly multiline?: boolean }, options: TSchemaOptions = {}) {
  const { multiline, ...rest } = ui;
  return field(LocalizedSchema(options), { widget: multiline === true ? 'template-multiline' : 'template', ...rest });
}

/** A plain string. */
export function textField(ui: Ui, options: { maxLength?: number; pattern?: string; default?: string } = {}) {
  return field(Type.String({ maxLength: 2000, ...options }), { widget: 'text', ...ui });
}

/** The name of a variable to store into: letters, digits and `_`, also Chinese; or `customer.<field>`. May be empty: not stored. */
export function variableField(ui: Ui, options: { default?: string } = {}) {
  return field(Type.String({ maxLength: 80, pattern: '^$|^(customer\\.)?[\\p{L}_][\\p{L}\\p{N}_]*$', ...options }), {
    widget: 'variable',
    ...ui,
  });
}

/** An expression of the flow language. */
export function expressionField(ui: Ui, options: { default?: string } = {}) {
  return field(Type.String({ maxLength: 2000, ...options }), { widget: 'expression', ...ui });
}

/** A number. */
export function numberField(ui: Ui, options: { minimum?: number; maximum?: number; default?: number } = {}) {
  return field(Type.Number(options), { widget: 'number', ...ui });
}

/** A whole number. */
export function integerField(ui: Ui, options: { minimum?: number; maximum?: number; default?: number } = {}) {
  return field(Type.Integer(options), { widget: 'number', ...ui });
}

/** On or off. */
export function switchField(ui: Ui, options: { default?: boolean } = {}) {
  return field(Type.Boolean(options), { widget: 'switch', ...ui });
}

/** A duration in milliseconds. At most 400 days. */
export function durationField(ui: Ui, options: { minimum?: number; maximum?: number; default?: number } = {}) {
  return field(Type.Integer({ minimum: 0, maximum: 400 * 86_400_000, ...options }), { widget: 'duration', ...ui });
}

/** One of a closed list. */
export function selectField<const V extends string[]>(
  values: readonly [...V],
  ui: Ui,
  options: { default?: V[number] } = {},
) {
  return field(Type.Enum(values, options), { widget: 'select', ...ui });
}

/** The static type of a config schema. */
export type ConfigOf<T extends TSchema> = Static<T>;
