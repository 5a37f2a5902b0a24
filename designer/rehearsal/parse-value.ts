// A value as it is written into a field, and back: text as it is, everything else as JSON.
import type { Json } from '#nodes/kit/json.ts';

/** What the field shows. */
export function textFromValue(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value of what was written, of the same kind as before; `undefined` when it cannot be read as such. An empty field clears the value. */
export function parseValue(text: string, before: Json | undefined, type?: string): Json | undefined {
  if (type === 'text' || type === 'date' || (type === undefined && typeof before === 'string')) return text;
  if (text.trim() === '') return null;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    // Nobody knows its kind yet: then words are words.
    return type === undefined && before === undefined ? text : undefined;
  }
  if (type === undefined) return before === undefined || kindOf(value) === kindOf(before) ? value : undefined;
  return kindOf(value) === type ? value : undefined;
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'list';
  return typeof value;
}
