// Reads labelled sentences from JSON lines, plain or gzipped.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { FlowError } from '#nodes/kit/errors.ts';

/** A sentence with its label. */
export interface LabelledRow {
  readonly text: string;
  readonly label: string;
}

/** Reads files of `{ text, [field] }` rows; the first of `fields` that a row has is its label. A row without text or label is refused with FILE_UNREADABLE. */
export function readLabelledRows(files: readonly string[], fields: readonly string[]): LabelledRow[] {
  return files.flatMap((file) => {
    const lines = textOf(file).split('\n');
    return lines.flatMap((line, at) => (line.trim() === '' ? [] : [parseRow(line, fields, `${file}, line ${at + 1}`)]));
  });
}

function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new FlowError('FILE_UNREADABLE', `${file} cannot be read.`, { file }, { cause });
  }
}

function parseRow(line: string, fields: readonly string[], where: string): LabelledRow {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new FlowError('FILE_UNREADABLE', `${where}: not JSON.`);
  }
  const values = new Map(Object.entries(row ?? {}));
  const text: unknown = values.get('text');
  const label = fields.map((field) => firstText(values.get(field))).find((found) => found !== undefined);
  if (typeof text !== 'string' || label === undefined) {
    throw new FlowError('FILE_UNREADABLE', `${where}: needs "text" and "${fields.join('" or "')}".`);
  }
  return { text, label };
}

/** A label, or the first of several. */
function firstText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : typeof first === 'number' ? String(first) : undefined;
}
