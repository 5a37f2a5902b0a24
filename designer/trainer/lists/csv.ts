// Tables of sentences: comma, semicolon or tab between the fields, with or without a first line of titles.
import { ListBuilder, type TaughtList } from './taught-list.ts';

const INTENT_TITLES = /^(?:intent|label|category|class|intent[ _]?name|意图|意图名称|分类|类别|标签)$/iu;
const TEXT_TITLES =
  /^(?:text|utterance|example|sentence|phrase|question|query|training[ _]?phrase|例句|句子|语料|文本|问题|说法|内容)$/iu;

/** Reads a table; undefined when it has no two columns. */
export function readCsv(text: string): TaughtList | undefined {
  const rows = cellsOf(text, separatorOf(text)).filter((row) => row.some((cell) => cell.trim() !== ''));
  const [first] = rows;
  if (first === undefined || rows.every((row) => row.length < 2)) return undefined;
  const titled = columnsByTitle(first);
  const columns = titled ?? columnsByContent(rows);
  const builder = new ListBuilder();
  for (const row of titled === undefined ? rows : rows.slice(1)) {
    builder.add(row[columns.intent] ?? '', row[columns.text] ?? '');
  }
  return builder.list('csv');
}

function columnsByTitle(titles: readonly string[]): { readonly intent: number; readonly text: number } | undefined {
  const intent = titles.findIndex((title) => INTENT_TITLES.test(title.trim()));
  const text = titles.findIndex((title) => TEXT_TITLES.test(title.trim()));
  return intent < 0 || text < 0 ? undefined : { intent, text };
}

/** Names of intents come again and again; sentences do not. */
function columnsByContent(rows: readonly (readonly string[])[]): { readonly intent: number; readonly text: number } {
  const kinds = [0, 1].map((column) => new Set(rows.map((row) => row[column]?.trim() ?? '')).size);
  return (kinds[1] ?? 0) < (kinds[0] ?? 0) ? { intent: 1, text: 0 } : { intent: 0, text: 1 };
}

function separatorOf(text: string): string {
  const head = text.slice(0, 4000);
  const count = (mark: string): number => head.split(mark).length;
  return [',', '\t', ';'].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

/** Cells are cut out whole, not letter by letter: a table of 20 MB is read in a few seconds. */
function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at, separator) : plainCell(text, at, separator);
    row.push(cell);
    at = end + 1;
    if (end < text.length && text[end] === separator && at < text.length) continue;
    if (text[end] === separator) row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}

interface Cell {
  readonly cell: string;
  /** Where the mark after the cell stands. */
  readonly end: number;
}

function plainCell(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
  return { cell: text.slice(from, end).replace(/\r$/u, ''), end };
}

/** A doubled quote stands for one. What follows the closing quote belongs to the cell; without one, the cell goes on to the end. */
function quotedCell(text: string, from: number, separator: string): Cell {
  let inside = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: inside + text.slice(at), end: text.length };
    inside += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    inside += '"';
    at += 1;
  }
  const rest = plainCell(text, at, separator);
  return { cell: inside + rest.cell, end: rest.end };
}
