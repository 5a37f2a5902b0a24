// The settings of a pack as a config schema the form can draw, with their defaults, and as values a flow can compute with.
import { Type, type TObject, type TSchema } from 'typebox';
import { fits } from '#nodes/kit/check.ts';
import {
  durationField,
  expressionField,
  field,
  numberField,
  switchField,
  templateField,
  textField,
  variableField,
  type FieldUi,
} from '#nodes/kit/fields.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { localize, type Localized } from '#nodes/kit/localized.ts';
import type { ScriptType } from '#nodes/kit/scripts.ts';
import { expr, template, type Value } from '#nodes/kit/values.ts';
import type { PackField } from './pack-definition.ts';

/** The config schema of a pack: closed, every field there. */
export function schemaOf(fields: readonly PackField[]): TObject {
  return Type.Object(Object.fromEntries(fields.map((each) => [each.name, schemaOfField(each)])), {
    additionalProperties: false,
  });
}

/** The schema of one field, with what its form needs to know. */
export function schemaOfField(declared: PackField): TSchema {
  const { widget, minimum, maximum, maxLength = 2000, options = [] } = declared;
  const ui = uiOfField(declared);
  const bounds = { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  switch (widget) {
    case 'text':
    case 'textarea':
      return textField({ ...ui, widget }, { maxLength });
    case 'number':
      return numberField(ui, bounds);
    case 'duration':
      return durationField(ui, bounds);
    case 'switch':
      return switchField(ui);
    case 'select':
      return field(Type.Enum(options.map(({ value }) => value)), { ...ui, widget, options });
    case 'expression':
      return expressionField(ui);
    case 'template':
    case 'template-multiline':
      return templateField({ ...ui, multiline: widget === 'template-multiline' });
    case 'variable':
      return variableField(ui);
    case 'tags':
      return field(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50 }), { ...ui, widget });
    case 'credential':
      return field(Type.String({ maxLength: 80 }), { ...ui, widget });
  }
}

function uiOfField({ label, hint, placeholder, section, showWhen }: PackField): Omit<FieldUi, 'widget'> {
  return {
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(section === undefined ? {} : { section }),
    ...(showWhen === undefined ? {} : { showWhen }),
  };
}

/** The settings of a freshly placed node. */
export function defaultsOf(fields: readonly PackField[]): JsonObject {
  return Object.fromEntries(fields.map((each) => [each.name, defaultOfField(each)]));
}

/** The default of a field: the declared one, else an empty value that its schema takes. */
export function defaultOfField(declared: PackField): Json {
  if (declared.default !== undefined) return parseJson(declared.default);
  switch (declared.widget) {
    case 'switch':
      return false;
    case 'number':
    case 'duration':
      return declared.minimum ?? 0;
    case 'select':
      return declared.options?.[0]?.value ?? '';
    case 'tags':
      return [];
    default:
      return '';
  }
}

/** A config of an older version in the form of this one: fields keep their value where it still fits, also under an older name. */
export function lifted(fields: readonly PackField[], old: unknown): JsonObject {
  const before: Readonly<Record<string, unknown>> = typeof old === 'object' && old !== null ? { ...old } : {};
  return Object.fromEntries(
    fields.map((each) => {
      const name = [each.name, ...(each.was ?? [])].find((one) => Object.hasOwn(before, one));
      const kept = name === undefined ? undefined : before[name];
      return [each.name, fits(schemaOfField(each), kept) ? parseJson(kept) : defaultOfField(each)];
    }),
  );
}

/** The settings as `config.<name>` is seen: texts and numbers as written, expressions and templates computed when the node runs. */
export function valuesOf(
  fields: readonly PackField[],
  config: Readonly<Record<string, unknown>>,
): { readonly [name: string]: Value } {
  return Object.fromEntries(fields.map(({ name, widget }) => [name, valueOf(widget, config[name])]));
}

function valueOf(widget: PackField['widget'], setting: unknown): Value {
  switch (widget) {
    case 'expression':
      return isEmpty(setting) ? null : expr(String(setting));
    case 'template':
    case 'template-multiline':
      return template(parseLocalized(setting));
    default:
      return parseJson(setting ?? null);
  }
}

/** The type a script sees a field with. */
export function typeOfField({ widget, type }: PackField): ScriptType {
  switch (widget) {
    case 'number':
    case 'duration':
      return 'number';
    case 'switch':
      return 'boolean';
    case 'tags':
      return 'list';
    case 'expression':
      return type ?? 'text';
    default:
      return 'text';
  }
}

/** Is nothing written there, in any language? */
export function isEmpty(setting: unknown): boolean {
  if (Array.isArray(setting)) return setting.length === 0;
  if (typeof setting === 'string') return setting.trim() === '';
  if (typeof setting === 'object' && setting !== null)
    return Object.values(setting).every((text) => typeof text !== 'string' || text.trim() === '');
  return setting === undefined || setting === null;
}

/** A setting as the card shows it. */
export function shownSetting(declared: PackField | undefined, setting: unknown, locale: string): string {
  const label = declared?.options?.find(({ value }) => value === setting)?.label;
  if (label !== undefined) return localize(label, locale);
  if (Array.isArray(setting)) return setting.filter((one) => typeof one === 'string').join(', ');
  if (typeof setting === 'string' || typeof setting === 'number' || typeof setting === 'boolean')
    return String(setting);
  return typeof setting === 'object' && setting !== null ? localize(parseLocalized(setting), locale) : '';
}

/** Checked against its schema before. */
function parseLocalized(setting: unknown): Localized {
  return (setting ?? '') as Localized;
}

/** Configs and declarations are JSON. */
function parseJson(value: unknown): Json {
  return value as Json;
}
