// The arguments of a tool as fields: which schemas are simple enough, and how a field's text becomes JSON and back.
import { isJsonObject, type Json } from '#nodes/kit/json.ts';

/** One argument. `choices`: the values of an enum, as texts. */
export interface ArgumentField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice';
  readonly required: boolean;
  readonly hint: string;
  readonly choices: readonly string[];
}

const KINDS: Readonly<Record<string, ArgumentField['kind']>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

/** The fields of a schema; undefined when its arguments are of a richer shape than fields can show. */
export function argumentFields(schema: unknown): readonly ArgumentField[] | undefined {
  if (!isJsonObject(schema)) return undefined;
  const { properties = {}, required } = schema;
  if (!isJsonObject(properties)) return undefined;
  const needed = new Set(Array.isArray(required) ? required : []);
  const fields = Object.entries(properties).map(([name, property]) => fieldOf(name, property, needed.has(name)));
  const known = fields.filter((field) => field !== undefined);
  return known.length === fields.length ? known : undefined;
}

/** The arguments as written; undefined when they are no JSON object. */
export function readArguments(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a field shows; undefined for a value that no field can show. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The arguments with one of them written anew; an empty text takes it out. */
export function withArgument(written: string, field: ArgumentField, text: string): string {
  const { [field.name]: _before, ...others } = readArguments(written) ?? {};
  const next = text === '' ? others : { ...others, [field.name]: valueOf(field, text) };
  return JSON.stringify(next, null, 2);
}

/** The arguments that another tool takes too; all of them when it cannot be known. */
export function keptArguments(written: string, fields: readonly ArgumentField[] | undefined): string {
  const given = readArguments(written);
  if (given === undefined || fields === undefined) return written;
  const names = new Set(fields.map(({ name }) => name));
  return JSON.stringify(Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name))), null, 2);
}

function valueOf({ kind }: ArgumentField, text: string): Json {
  const plain = text.trim();
  if (kind === 'number' && /^-?\d+(?:\.\d+)?$/u.test(plain)) return Number(plain);
  if (kind === 'boolean' && (plain === 'true' || plain === 'false')) return plain === 'true';
  return text;
}

function fieldOf(name: string, property: unknown, required: boolean): ArgumentField | undefined {
  if (!isJsonObject(property)) return undefined;
  const shape = withoutNull(property);
  const { title, description } = property;
  const hint = typeof description === 'string' ? description : typeof title === 'string' ? title : '';
  const choices = shape?.['enum'];
  if (Array.isArray(choices)) {
    const texts = choices.filter((choice) => typeof choice === 'string');
    return texts.length === choices.length ? { name, kind: 'choice', required, hint, choices: texts } : undefined;
  }
  const type = shape?.['type'];
  const kind = typeof type === 'string' ? KINDS[type] : undefined;
  return kind === undefined ? undefined : { name, kind, required, hint, choices: [] };
}

/** What may also be null is as good as optional. */
function withoutNull(property: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const { type, anyOf } = property;
  if (Array.isArray(type)) {
    const others = type.filter((one) => one !== 'null');
    return others.length === 1 ? { ...property, type: others[0] } : undefined;
  }
  if (!Array.isArray(anyOf)) return property;
  const others = anyOf.filter(isJsonObject).filter((one) => one['type'] !== 'null');
  return others.length === 1 ? others[0] : undefined;
}
