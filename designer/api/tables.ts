// Tables of the workspace: definitions, rows, files.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Column, RowPage, Table, TableRow } from '#nodes/wire/tables.ts';
import { download, request, withQuery } from './http.ts';

const TABLES = ['tables'] as const;
/** Rows that a page of the grid shows. */
export const GRID_ROWS = 100;

/** The tables by name. */
export function useTables() {
  return useQuery({
    queryKey: TABLES,
    queryFn: ({ signal }) => request<{ tables: Table[] }>('GET', '/tables', undefined, signal),
    select: (answer) => answer.tables,
  });
}

/** One page of rows, counted from 0. */
export function useTableRows(tableId: string, page: number) {
  return useQuery({
    queryKey: [...TABLES, tableId, 'rows', page],
    queryFn: ({ signal }) =>
      request<RowPage>(
        'GET',
        withQuery(`/tables/${tableId}/rows`, { offset: page * GRID_ROWS, limit: GRID_ROWS }),
        undefined,
        signal,
      ),
    placeholderData: (before) => before,
  });
}

/** Makes a table. */
export function useCreateTable() {
  return useTableChange((body: { name: string; columns: readonly Column[] }) =>
    request<Table>('POST', '/tables', body),
  );
}

/** Adds or removes columns. */
export function useSetColumns(tableId: string) {
  return useTableChange((columns: readonly Column[]) =>
    request<Table>('PUT', `/tables/${tableId}/columns`, { columns }),
  );
}

/** Removes a table and its rows. */
export function useRemoveTable() {
  return useTableChange((tableId: string) => request<undefined>('DELETE', `/tables/${tableId}`));
}

/** Adds an empty row. */
export function useAddRow(tableId: string) {
  return useTableChange(() => request<TableRow>('POST', `/tables/${tableId}/rows`, { values: {} }));
}

/** Changes one cell; the text is brought to the type of the column, or refused. */
export function useChangeCell(tableId: string) {
  return useTableChange(({ rowId, column, text }: { rowId: string; column: string; text: string }) =>
    request<TableRow>('PATCH', `/tables/${tableId}/rows/${rowId}`, { values: { [column]: text } }),
  );
}

/** Removes rows. */
export function useRemoveRows(tableId: string) {
  return useTableChange((ids: readonly string[]) =>
    request<undefined>('POST', `/tables/${tableId}/rows/removal`, { ids }),
  );
}

/** Adds rows from CSV or from what was copied out of a spreadsheet. */
export function useImportRows(tableId: string) {
  return useTableChange((text: string) => request<{ added: number }>('POST', `/tables/${tableId}/import`, { text }));
}

/** All rows as a file for spreadsheets. */
export function downloadTable(tableId: string): Promise<{ readonly name: string; readonly blob: Blob }> {
  return download(`/tables/${tableId}/rows.csv`);
}

function useTableChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => cache.invalidateQueries({ queryKey: TABLES }) });
}
