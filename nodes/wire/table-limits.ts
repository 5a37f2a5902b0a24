// What columns can hold and how large tables may be; apart from the schemas, so that pages need not load the schema library.

/** What a column holds: dates as YYYY-MM-DD, no value as null. */
export const COLUMN_TYPES = ['text', 'number', 'date', 'boolean'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** Letters (Chinese too), digits and `_`, so that expressions can name it: `row.price`. */
export const COLUMN_NAME = '^[\\p{L}_][\\p{L}\\p{N}_]{0,39}$';
export const MAX_TABLES = 50;
export const MAX_COLUMNS = 30;
export const MAX_ROWS = 10_000;
export const MAX_CELL = 2000;

/** What tells names of columns apart: `Unit price (€)` in a list is the column `unit_price`, for columns hold letters, digits and `_` only. */
export function columnKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
