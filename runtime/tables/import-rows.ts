// Rows out of a CSV text or of what was copied out of a spreadsheet.
import { FlowError } from '#nodes/kit/errors.ts';
import { MAX_ROWS } from '#nodes/wire/table-limits.ts';
import type { Column } from '#nodes/wire/tables.ts';
import type { Cells } from '#runtime/ports/table-store.ts';
import { cellsOf } from '#runtime/spreadsheets/spreadsheets.ts';
import { cellFrom } from './cells.ts';

/** The rows; REQUEST_INVALID names line and column of the first cell that does not fit. */
export function rowsFromText(columns: readonly Column[], text: string): readonly Cells[] {
  const lines = cellsOf(text);
  const [first = []] = lines;
  const headed = headings(columns, first);
  const order = headed ?? columns;
  const body = headed === undefined ? lines : lines.slice(1);
  if (body.length === 0) throw new FlowError('REQUEST_INVALID', 'There are no rows in it.');
  if (body.length > MAX_ROWS) throw new FlowError('REQUEST_INVALID', `These are more than ${MAX_ROWS} rows.`);
  return body.map((cells, index) => rowFrom(order, cells, index + (headed === undefined ? 1 : 2)));
}

/** The columns that the first line names; undefined when it names none. One it names and the table does not have is an error. */
function headings(columns: readonly Column[], line: readonly string[]): readonly (Column | undefined)[] | undefined {
  const named = line.map((cell) => columns.find(({ name }) => name === cell.trim()));
  if (named.every((column) => column === undefined)) return undefined;
  const stranger = line.find((cell, index) => named[index] === undefined && cell.trim() !== '');
  if (stranger === undefined) return named;
  throw new FlowError(
    'REQUEST_INVALID',
    `The first line names a column "${stranger.trim().slice(0, 60)}" that the table does not have. Columns: ${columns.map(({ name }) => name).join(', ')}.`,
    { heading: stranger.trim().slice(0, 60) },
  );
}

function rowFrom(order: readonly (Column | undefined)[], cells: readonly string[], line: number): Cells {
  const extra = cells.slice(order.length).find((cell) => cell.trim() !== '');
  if (extra !== undefined) {
    throw new FlowError('REQUEST_INVALID', `Line ${line} has more cells than there are columns (${order.length}).`, {
      line,
    });
  }
  const row: Record<string, Cells[string]> = {};
  order.forEach((column, index) => {
    if (column === undefined) return;
    const cell = cellFrom(column.type, cells[index] ?? '');
    if (cell === undefined) {
      throw new FlowError('REQUEST_INVALID', `Line ${line}: the value for "${column.name}" is no ${column.type}.`, {
        line,
        column: column.name,
        type: column.type,
      });
    }
    row[column.name] = cell;
  });
  return row;
}
