// Tables of the workspace: definitions, rows, files.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { Column, RowPage, SetTableAddressSchema, Table, TableRow } from '#nodes/wire/tables.ts';
import { download, request, withQuery } from './http.ts';

const TABLES = ['tables'] as const;
/** Rows that a page of the grid shows. */
export const GRID_ROWS = 100;
const POLL_MS = 1500;

/** The tables by name; asks again on its own while one is being read. */
export function useTables() {
  return useQuery({
    queryKey: TABLES,
    queryFn: ({ signal }) => request<{ tables: Table[] }>('GET', '/tables', undefined, signal),
    select: (answer) => answer.tables,
    refetchInterval: (query) => (query.state.data?.tables.some(isReading) === true ? POLL_MS : false),
  });
}

/** One page of rows, counted from 0, and anew when a reading changed them. */
export function useTableRows({ id: tableId, address }: Table, page: number) {
  return useQuery({
    queryKey: [...TABLES, tableId, 'rows', page, address?.change?.at],
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

/** Reads a table from an address from now on. */
export function useSetAddress(tableId: string) {
  return useTableChange((body: Static<typeof SetTableAddressSchema>) =>
    request<Table>('PUT', `/tables/${tableId}/address`, body),
  );
}

/** Reads it from its address no more. */
export function useEndAddress(tableId: string) {
  return useTableChange(() => request<Table>('DELETE', `/tables/${tableId}/address`));
}

/** Reads its address now. */
export function useReadAgain(tableId: string) {
  return useTableChange(() => request<Table>('POST', `/tables/${tableId}/address/refresh`));
}

/** Whether a table is being read from its address, or about to be. */
export function isReading({ address }: Table): boolean {
  return address !== null && (address.state === 'queued' || address.state === 'reading');
}

/** All rows as a file for spreadsheets. */
export function downloadTable(tableId: string): Promise<{ readonly name: string; readonly blob: Blob }> {
  return download(`/tables/${tableId}/rows.csv`);
}

function useTableChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => cache.invalidateQueries({ queryKey: TABLES }) });
}
