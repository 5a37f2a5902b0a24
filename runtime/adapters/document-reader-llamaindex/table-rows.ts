// Rows of a list as cells of text: CSV, the sheet of a workbook that names the wanted columns, or the entries of a JSON list.
import { columnKey } from '#nodes/wire/table-limits.ts';
import type { TableRows } from '#runtime/ports/document-reader.ts';
import { ReadingProblem } from './problems.ts';

/** What is handed on at most, in characters: a small file can unpack to far more. */
const MOST_CHARS = 20_000_000;
/** A longer cell fits no column; it is cut so that it still does not. */
const MOST_CELL = 4000;
const MOST_COLUMNS = 200;

/** The sheet whose first row names most of the columns; the first one when none names any. */
export function sheetNaming(
  columns: readonly string[],
  sheets: readonly (readonly (readonly string[])[])[],
): readonly (readonly string[])[] {
  const keys = new Set(columns.map(columnKey));
  const namedIn = ([header = []]: readonly (readonly string[])[]) =>
    header.filter((cell) => keys.has(columnKey(cell))).length;
  return sheets.reduce((best, sheet) => (namedIn(sheet) > namedIn(best) ? sheet : best), sheets[0] ?? []);
}

/** The rows, within what may be handed on. `most`: rows below the headings after which the rest is not looked at. */
export function boundedRows(lines: readonly (readonly string[])[], first: number, most: number): TableRows {
  let chars = 0;
  const rows = lines.slice(0, most + 2).map((cells) =>
    cells.slice(0, MOST_COLUMNS).map((cell) => {
      const kept = cell.slice(0, MOST_CELL);
      chars += kept.length;
      if (chars > MOST_CHARS) throw new ReadingProblem('tooMuchText');
      return kept;
    }),
  );
  return { rows, first };
}

/** Entries of a JSON list: objects whose members name the columns, or lists of cells with the names first; also inside one object. */
export function jsonRows(text: string, most: number): TableRows {
  const entries = listIn(parsed(text)).slice(0, most + 2);
  if (entries.every((entry) => Array.isArray(entry))) {
    return boundedRows(
      entries.map((cells) => cells.map(cellText)),
      2,
      most,
    );
  }
  if (!entries.every(isObject)) throw new ReadingProblem('noList');
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  if (names.length > MOST_COLUMNS) throw new ReadingProblem('tooMuchText');
  const body = entries.map((entry) => names.map((name) => (Object.hasOwn(entry, name) ? cellText(entry[name]) : '')));
  return boundedRows([names, ...body], 1, most);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch (cause) {
    throw new ReadingProblem('brokenJson', { cause });
  }
}

/** The list itself, or the only list inside an object (such as `{"data": [...], "total": 2}`). */
function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const lists = isObject(value) ? Object.values(value).filter((member) => Array.isArray(member)) : [];
  if (lists.length !== 1 || lists[0] === undefined) throw new ReadingProblem('noList');
  return lists[0];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
