// The room's one door: files that spreadsheets open without running anything in them, and reading what people copy out of spreadsheets.
import type { Json } from '#nodes/kit/json.ts';

/** UTF-8 with a byte order mark, CRLF lines, every cell quoted. */
export function csvFile(rows: readonly (readonly Json[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/**
 * What a spreadsheet may take for a formula: = + - @ and their full-width forms, also after blanks, and cells that begin with TAB, CR or LF.
 * OWASP "CSV injection".
 */
const FORMULA = /^[\t\r\n]|^[\s\u200B\uFEFF'"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** One quoted cell; a leading apostrophe makes a would-be formula text. Numbers are no formulas. */
export function csvCell(value: Json): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  const safe = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Cells of a CSV text, or of what was copied out of a spreadsheet (parted by tabs). Quoted cells may hold line ends; empty lines are left out. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const source = text.replace(/^\uFEFF/u, '');
  const separator = separatorOf(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.some((one) => one.trim() !== '')) rows.push(row.map(unguarded));
    row = [];
    cell = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if (quoted) {
      if (char !== '"') cell += char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && source[at + 1] === '\n') at += 1;
      endRow();
    } else cell += char;
  }
  endRow();
  return rows;
}

/** Tabs where the first line has one, else whichever of comma and semicolon it has more of. */
function separatorOf(text: string): string {
  const line = /^[^\r\n]*/u.exec(text)?.[0] ?? '';
  if (line.includes('\t')) return '\t';
  return line.split(';').length > line.split(',').length ? ';' : ',';
}

/** Takes back the apostrophe that `csvCell` put before a would-be formula. */
function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
