// Reads JSON lines, plain or gzipped.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';

/** The objects of a file, each with where it stands. FILE_UNREADABLE when there is none, or a line is not a JSON object. */
export function readJsonLines(file: string): readonly { readonly row: JsonObject; readonly where: string }[] {
  const rows = textOf(file)
    .split('\n')
    .flatMap((line, index) => {
      const where = `${file}, line ${index + 1}`;
      return line.trim() === '' ? [] : [{ row: parseRow(line, where), where }];
    });
  if (rows.length === 0) throw new FlowError('FILE_UNREADABLE', `${file} is empty.`, { file });
  return rows;
}

/** A text field of a row. FILE_UNREADABLE when it is missing. */
export function fieldOf({ row, where }: ReturnType<typeof readJsonLines>[number], name: string): string {
  const value = row[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new FlowError('FILE_UNREADABLE', `${where}: needs "${name}".`);
}

function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new FlowError('FILE_UNREADABLE', `${file} cannot be read.`, { file }, { cause });
  }
}

function parseRow(line: string, where: string): JsonObject {
  try {
    const row: unknown = JSON.parse(line);
    if (isJsonObject(row)) return row;
  } catch {
    // Said below, with the place.
  }
  throw new FlowError('FILE_UNREADABLE', `${where}: not a JSON object.`);
}
