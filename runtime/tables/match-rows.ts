// Which cell belongs to which column, and whether it fits: what is said of rows from a file and from an address alike.
import { columnKey, MAX_ROWS, type ColumnType } from '#nodes/wire/table-limits.ts';
import type { Column } from '#nodes/wire/tables.ts';
import type { Cells } from '#runtime/ports/table-store.ts';
import { cellFrom } from './cells.ts';

/** Why rows are not taken. Lines count with the headings and without blank ones. */
export type Misfit =
  | { readonly what: 'nothing' | 'tooMany' }
  | { readonly what: 'stranger' | 'twice'; readonly heading: string }
  | { readonly what: 'missing'; readonly names: readonly string[]; readonly found: readonly string[] }
  | { readonly what: 'extra'; readonly line: number; readonly columns: number }
  | {
      readonly what: 'unfit';
      readonly line: number;
      readonly column: string;
      readonly type: ColumnType;
      readonly given: string;
    };

/** Rows that all fit, or the first reason why not. */
export type Matched = { readonly rows: readonly Cells[] } | { readonly misfit: Misfit };

/** What a first line names. */
export interface Headings {
  /** The column under each cell; undefined: none of the table. */
  readonly order: readonly (Column | undefined)[];
  readonly strangers: readonly string[];
  /** A column that is named twice. */
  readonly twice: string | undefined;
}

/** Longest text of a list that a message repeats. */
const SHOWN = 60;

/** Columns by their names, exactly or without blanks, marks and case. */
export function headingsOf(columns: readonly Column[], line: readonly string[]): Headings {
  const keys = columns.map(({ name }) => columnKey(name));
  const order = line.map((cell) => {
    const exact = columns.find(({ name }) => name === cell.trim());
    if (exact !== undefined) return exact;
    const key = columnKey(cell);
    const at = keys.indexOf(key);
    // Two columns that differ in a `_` only are told apart by their exact names.
    return key === '' || at !== keys.lastIndexOf(key) ? undefined : columns[at];
  });
  const strangers = line.flatMap((cell, index) => {
    const heading = cell.trim();
    return order[index] === undefined && heading !== '' ? [heading.slice(0, SHOWN)] : [];
  });
  const twice = order.find((column, index) => column !== undefined && order.indexOf(column) !== index)?.name;
  return { order, strangers, twice };
}

/** The rows in the types of their columns; `first` is what the first of `lines` is called. */
export function matchRows(
  order: readonly (Column | undefined)[],
  lines: readonly (readonly string[])[],
  first: number,
): Matched {
  if (lines.length > MAX_ROWS) return { misfit: { what: 'tooMany' } };
  const rows: Cells[] = [];
  for (const [index, cells] of lines.entries()) {
    const row = rowFrom(order, cells, index + first);
    if ('misfit' in row) return row;
    rows.push(row.cells);
  }
  return { rows };
}

function rowFrom(
  order: readonly (Column | undefined)[],
  cells: readonly string[],
  line: number,
): { readonly cells: Cells } | { readonly misfit: Misfit } {
  if (cells.slice(order.length).some((cell) => cell.trim() !== '')) {
    return { misfit: { what: 'extra', line, columns: order.length } };
  }
  const row: Record<string, Cells[string]> = {};
  for (const [index, column] of order.entries()) {
    if (column === undefined) continue;
    const given = cells[index] ?? '';
    const cell = cellFrom(column.type, given);
    if (cell === undefined) {
      const { name, type } = column;
      return { misfit: { what: 'unfit', line, column: name, type, given: given.trim().slice(0, SHOWN) } };
    }
    row[column.name] = cell;
  }
  return { cells: row };
}
