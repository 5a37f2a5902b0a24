// The store of tables that operators define. Cells that arrive here already fit their columns.
import type { Column } from '#nodes/wire/tables.ts';

/** One cell. Dates are YYYY-MM-DD. */
export type CellValue = string | number | boolean | null;

/** Cells by column; a column that is not named has no value. */
export type Cells = Readonly<Record<string, CellValue>>;

/** A table. Times are Unix ms. */
export interface StoredTable {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly updatedAt: number;
}

/** A row. */
export interface StoredRow {
  readonly id: string;
  readonly cells: Cells;
}

/** One comparison; all of a list must hold. */
export interface RowFilter {
  readonly column: string;
  readonly operator: 'is' | 'isNot' | 'contains' | 'more' | 'atLeast' | 'less' | 'atMost' | 'filled' | 'empty';
  readonly value: CellValue;
}

/** Which rows, in which order. */
export interface RowQuery {
  readonly filters: readonly RowFilter[];
  readonly order: { readonly column: string; readonly descending: boolean } | null;
  readonly limit: number;
}

/** A change asked for by a flow. */
export type RowChange =
  | { readonly action: 'insert'; readonly row: StoredRow; readonly maxRows: number }
  | { readonly action: 'update'; readonly filters: readonly RowFilter[]; readonly cells: Cells }
  | { readonly action: 'delete'; readonly filters: readonly RowFilter[] };

/** Tables; scoped to a workspace. */
export interface TableStore {
  /** By name. */
  list(workspaceId: string): Promise<readonly (StoredTable & { readonly rows: number })[]>;
  get(workspaceId: string, tableId: string): Promise<StoredTable | undefined>;
  named(workspaceId: string, name: string): Promise<StoredTable | undefined>;
  /** `taken`: there is one of this name; `full`: there are `maxTables`. */
  create(workspaceId: string, table: StoredTable, maxTables: number): Promise<'done' | 'taken' | 'full'>;
  /** Cells of columns that are gone go with them. */
  setColumns(workspaceId: string, tableId: string, columns: readonly Column[], at: number): Promise<void>;
  remove(workspaceId: string, tableId: string): Promise<boolean>;
  /** Does any row have a value in this column? */
  holds(workspaceId: string, tableId: string, column: string): Promise<boolean>;
  page(workspaceId: string, tableId: string, offset: number, limit: number): Promise<readonly StoredRow[]>;
  count(workspaceId: string, tableId: string): Promise<number>;
  /** All or, when there would be more than `maxRows`, none (false). */
  add(workspaceId: string, tableId: string, rows: readonly StoredRow[], maxRows: number): Promise<boolean>;
  /** Changes these cells of one row; false when it is gone. */
  change(workspaceId: string, tableId: string, rowId: string, cells: Cells): Promise<StoredRow | undefined>;
  removeRows(workspaceId: string, tableId: string, ids: readonly string[]): Promise<number>;
  query(workspaceId: string, tableId: string, query: RowQuery): Promise<readonly StoredRow[]>;
  /** Does it once for each key, in one transaction, and answers how many rows it concerned; again: the same answer. `full`: too many rows. */
  write(workspaceId: string, tableId: string, key: string, change: RowChange, at: number): Promise<number | 'full'>;
}
