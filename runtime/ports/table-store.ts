// The store of tables that operators define. Cells that arrive here already fit their columns.
import type { Column, TableAddress } from '#nodes/wire/tables.ts';
import type { PageProblem, SeenContent } from './knowledge-site-store.ts';

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
  readonly address: StoredAddress | null;
}

/** Where the rows of a table are read from. Times are Unix ms. */
export interface StoredAddress extends Pick<TableAddress, 'address' | 'refresh' | 'mayBeEmpty' | 'state'> {
  /** Readings begun since one was finished. */
  readonly attempts: number;
  readonly nextAt: number | null;
  /** The content whose rows are the rows of the table; null: none is known to be. */
  readonly seen: SeenContent | null;
  readonly read: { readonly at: number; readonly leftOut: readonly string[] } | null;
  readonly change: {
    readonly at: number;
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
  } | null;
  readonly problem: (PageProblem & { readonly at: number }) | null;
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
  create(
    workspaceId: string,
    table: Omit<StoredTable, 'address'>,
    maxTables: number,
  ): Promise<'done' | 'taken' | 'full'>;
  /** Cells of columns that are gone go with them. */
  setColumns(workspaceId: string, tableId: string, columns: readonly Column[], at: number): Promise<void>;
  remove(workspaceId: string, tableId: string): Promise<boolean>;
  /** Does any row have a value in this column? */
  holds(workspaceId: string, tableId: string, column: string): Promise<boolean>;
  page(workspaceId: string, tableId: string, offset: number, limit: number): Promise<readonly StoredRow[]>;
  count(workspaceId: string, tableId: string): Promise<number>;
  /** All or, when there would be more than `maxRows`, none (false). */
  add(workspaceId: string, tableId: string, rows: readonly StoredRow[], maxRows: number): Promise<boolean>;
  /**
   * Puts what `merge` makes of all rows in their place, in one transaction. False, with nothing done, when the table is gone, has other columns
   * by now, or is not read from an address.
   */
  replace(
    workspaceId: string,
    tableId: string,
    columns: readonly Column[],
    merge: (before: readonly StoredRow[]) => readonly StoredRow[],
  ): Promise<boolean>;
  /** Changes these cells of one row; false when it is gone. */
  change(workspaceId: string, tableId: string, rowId: string, cells: Cells): Promise<StoredRow | undefined>;
  removeRows(workspaceId: string, tableId: string, ids: readonly string[]): Promise<number>;
  query(workspaceId: string, tableId: string, query: RowQuery): Promise<readonly StoredRow[]>;
  /** Does it once for each key, in one transaction, and answers how many rows it concerned; again: the same answer. `full`: too many rows. */
  write(workspaceId: string, tableId: string, key: string, change: RowChange, at: number): Promise<number | 'full'>;
  readonly addresses: TableAddressStore;
}

/** Addresses of tables; they go with their table. */
export interface TableAddressStore {
  put(workspaceId: string, tableId: string, address: StoredAddress): Promise<void>;
  /** False when there is none any more. */
  change(workspaceId: string, tableId: string, change: Partial<StoredAddress>): Promise<boolean>;
  remove(workspaceId: string, tableId: string): Promise<void>;
  /** Tables of every workspace that are queued, were being read, or are due. */
  due(now: number): Promise<readonly { readonly workspaceId: string; readonly id: string }[]>;
  /** When the next one is due; undefined: none ever is. */
  nextDue(): Promise<number | undefined>;
}
