// Rows out of a CSV text, of what was copied out of a spreadsheet, or of a list that was read from an address.
import { FlowError } from '#nodes/kit/errors.ts';
import { MAX_ROWS } from '#nodes/wire/table-limits.ts';
import type { Column } from '#nodes/wire/tables.ts';
import type { TableRows } from '#runtime/ports/document-reader.ts';
import type { Cells } from '#runtime/ports/table-store.ts';
import { cellsOf } from '#runtime/spreadsheets/spreadsheets.ts';
import { headingsOf, matchRows, type Misfit } from './match-rows.ts';

/**
 * The rows; REQUEST_INVALID names line and column of the first cell that does not fit. A first line that names no column is a row, in the order
 * of the columns; one that names some must name nothing else.
 */
export function rowsFromText(columns: readonly Column[], text: string): readonly Cells[] {
  const lines = cellsOf(text);
  const { order, strangers, twice } = headingsOf(columns, lines[0] ?? []);
  const isHeaded = order.some((column) => column !== undefined);
  const [stranger] = strangers;
  if (isHeaded && stranger !== undefined) throw refusal(columns, { what: 'stranger', heading: stranger });
  if (isHeaded && twice !== undefined) throw refusal(columns, { what: 'twice', heading: twice });
  const body = isHeaded ? lines.slice(1) : lines;
  if (body.length === 0) throw refusal(columns, { what: 'nothing' });
  const matched = matchRows(isHeaded ? order : columns, body, isHeaded ? 2 : 1);
  if ('misfit' in matched) throw refusal(columns, matched.misfit);
  return matched.rows;
}

/**
 * The rows of a list that is read again and again. Nobody looks at it meanwhile, so each column must be named; what the list has besides is left
 * out.
 */
export function rowsFromList(
  columns: readonly Column[],
  { rows: [headings = [], ...body], first }: TableRows,
  mayBeEmpty: boolean,
): { readonly rows: readonly Cells[]; readonly leftOut: readonly string[] } | { readonly misfit: Misfit } {
  const isBlank = headings.every((cell) => cell.trim() === '');
  if (isBlank && body.length === 0) return mayBeEmpty ? { rows: [], leftOut: [] } : { misfit: { what: 'nothing' } };
  const { order, strangers, twice } = headingsOf(columns, headings);
  const missing = columns.filter((column) => !order.includes(column)).map(({ name }) => name);
  if (missing.length > 0) {
    return { misfit: { what: 'missing', names: missing, found: headings.map((cell) => cell.trim().slice(0, 60)) } };
  }
  if (twice !== undefined) return { misfit: { what: 'twice', heading: twice } };
  if (body.length === 0 && !mayBeEmpty) return { misfit: { what: 'nothing' } };
  const matched = matchRows(order, body, first);
  return 'misfit' in matched ? matched : { rows: matched.rows, leftOut: strangers };
}

function refusal(columns: readonly Column[], misfit: Misfit): FlowError {
  switch (misfit.what) {
    case 'nothing':
    case 'missing':
      return new FlowError('REQUEST_INVALID', 'There are no rows in it.');
    case 'tooMany':
      return new FlowError('REQUEST_INVALID', `These are more than ${MAX_ROWS} rows.`);
    case 'stranger': {
      const { heading } = misfit;
      const names = columns.map(({ name }) => name).join(', ');
      const said = `The first line names a column "${heading}" that the table does not have. Columns: ${names}.`;
      return new FlowError('REQUEST_INVALID', said, { heading });
    }
    case 'twice': {
      const { heading } = misfit;
      return new FlowError('REQUEST_INVALID', `The first line names "${heading}" twice.`, { heading, twice: true });
    }
    case 'extra': {
      const { line } = misfit;
      const said = `Line ${line} has more cells than there are columns (${misfit.columns}).`;
      return new FlowError('REQUEST_INVALID', said, { line });
    }
    case 'unfit': {
      const { line, column, type } = misfit;
      const said = `Line ${line}: the value for "${column}" is no ${type}.`;
      return new FlowError('REQUEST_INVALID', said, { line, column, type });
    }
  }
}
