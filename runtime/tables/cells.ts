// Brings what people and flows give to the type of a column.
import type { Json } from '#nodes/kit/json.ts';
import { MAX_CELL, type ColumnType } from '#nodes/wire/table-limits.ts';
import type { Column } from '#nodes/wire/tables.ts';
import type { CellValue } from '#runtime/ports/table-store.ts';

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1', '是', '对', '√']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0', '否', '不', '×']);

/** The value in the column's type; undefined when it does not fit. Nothing (null, blank) is null for every type but text, where only null is. */
export function cellFrom(type: ColumnType, given: Json): CellValue | undefined {
  if (given === null) return null;
  const text = typeof given === 'string' ? given : typeof given === 'object' ? JSON.stringify(given) : String(given);
  if (text.length > MAX_CELL) return undefined;
  if (type === 'text') return text === '' ? null : text;
  const word = text.trim();
  if (word === '') return null;
  switch (type) {
    case 'number':
      return numberFrom(word);
    case 'boolean':
      return YES.has(word.toLowerCase()) ? true : NO.has(word.toLowerCase()) ? false : undefined;
    case 'date':
      return dateFrom(word);
  }
}

/** The column of this name. */
export function columnNamed(columns: readonly Column[], name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

/** Also with thousands separators and full-width digits, as spreadsheets and people write them. */
function numberFrom(word: string): number | undefined {
  const plain = word.normalize('NFKC').replace(/(?<=\d),(?=\d{3}(\D|$))/gu, '');
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/iu.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** 2026-3-1, 2026/03/01, 2026.3.1, 2026年3月1日, or a moment whose day is taken as written. */
function dateFrom(word: string): string | undefined {
  const match = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T ].*)?$/u.exec(word.normalize('NFKC'));
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}
