// The sheets of an Excel workbook as sections: a question with its answer, or `column: value` lines under the sheet's name.
import { textParts } from './archive-parts.ts';
import { sectionsFromRows } from './csv-sections.ts';
import { ReadingProblem } from './problems.ts';
import type { Section } from './section.ts';
import { attributeOf, elementsOf, relationsOf, textOfXml } from './xml-text.ts';

const WORKBOOK = 'xl/workbook.xml';
const MAX_ROWS = 50_000;
const MAX_COLUMNS = 200;
/** Of all cells of a sheet: many cells may show one long text. */
const MAX_CHARS = 50_000_000;
/** Excel's built-in number formats that show a date. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 30, 31, 36, 50, 57]);
/** Day 0 of Excel's calendar, for days after February 1900. */
const EPOCH = Date.UTC(1899, 11, 30);

/** What cells refer to. */
interface Workbook {
  readonly strings: readonly string[];
  /** By style number: whether it shows a date. */
  readonly dates: readonly boolean[];
}

/** Sections of all sheets that show. */
export function xlsxSections(bytes: Uint8Array): readonly Section[] {
  const sheets = xlsxSheets(bytes);
  return sheets.flatMap(({ name, rows }) =>
    sectionsFromRows(rows).map((section) => ({
      ...section,
      heading: section.heading === '' && sheets.length > 1 ? name : section.heading,
    })),
  );
}

/** Rows of all sheets that show. */
export function xlsxSheets(
  bytes: Uint8Array,
): readonly { readonly name: string; readonly rows: readonly (readonly string[])[] }[] {
  const parts = textParts(bytes, 'brokenXlsx');
  const sheets = [...elementsOf(parts.get(WORKBOOK) ?? '', 'sheet')].filter(
    ({ attributes }) => !attributeOf(attributes, 'state').toLowerCase().includes('hidden'),
  );
  if (sheets.length === 0) throw new ReadingProblem('brokenXlsx');
  const paths = relationsOf(parts, WORKBOOK);
  const workbook = workbookOf(parts);
  return sheets.map(({ attributes }) => {
    const name = attributeOf(attributes, 'name');
    const xml = parts.get(paths.get(attributeOf(attributes, 'r:id')) ?? '') ?? '';
    return { name, rows: rowsOf(xml, workbook) };
  });
}

function workbookOf(parts: ReadonlyMap<string, string>): Workbook {
  const shared = parts.get('xl/sharedStrings.xml') ?? '';
  const styles = parts.get('xl/styles.xml') ?? '';
  const own = new Set(
    [...elementsOf(styles, 'numFmt')]
      .filter(({ attributes }) =>
        /[yd]/i.test(attributeOf(attributes, 'formatCode').replace(/"[^"]*"|\[[^\]]*\]/g, '')),
      )
      .map(({ attributes }) => Number(attributeOf(attributes, 'numFmtId'))),
  );
  const [formats] = [...elementsOf(styles, 'cellXfs')];
  return {
    strings: [...elementsOf(shared, 'si')].map(({ content }) => runsOf(content)),
    dates: [...elementsOf(formats?.content ?? '', 'xf')].map(({ attributes }) => {
      const format = Number(attributeOf(attributes, 'numFmtId'));
      return DATE_FORMATS.has(format) || own.has(format);
    }),
  };
}

/** Rows with something in them, cells in their columns. */
function rowsOf(xml: string, workbook: Workbook): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let chars = 0;
  for (const row of elementsOf(xml, 'row')) {
    if (rows.length >= MAX_ROWS) throw new ReadingProblem('tooMuchText');
    const cells: string[] = [];
    for (const { attributes, content } of elementsOf(row.content, 'c')) {
      const column = columnOf(attributeOf(attributes, 'r')) ?? cells.length;
      if (column >= MAX_COLUMNS) continue;
      while (cells.length < column) cells.push('');
      const cell = cellText(attributes, content, workbook);
      chars += cell.length;
      if (chars > MAX_CHARS) throw new ReadingProblem('tooMuchText');
      cells[column] = cell;
    }
    if (cells.some((cell) => cell.trim() !== '')) rows.push(cells);
  }
  return rows;
}

function cellText(attributes: string, content: string, { strings, dates }: Workbook): string {
  const [value] = [...elementsOf(content, 'v')];
  const text = textOfXml(value?.content ?? '');
  switch (attributeOf(attributes, 't')) {
    case 's':
      return strings[Number(text)] ?? '';
    case 'inlineStr':
      return runsOf(content);
    case 'b':
      return text === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return '';
    case '':
    case 'n':
      return dates[Number(attributeOf(attributes, 's'))] === true ? dateText(Number(text)) : text;
    default:
      return text;
  }
}

/** Text of all runs; the reading aid above Chinese and Japanese text is not part of it. */
function runsOf(xml: string): string {
  const plain = xml.replace(/<rPh\b[^<>]*>[\s\S]*?<\/rPh>/g, '');
  return [...elementsOf(plain, 't')].map(({ content }) => textOfXml(content)).join('');
}

function dateText(days: number): string {
  if (!Number.isFinite(days) || days < 61 || days > 2_958_465) return String(days);
  const iso = new Date(EPOCH + Math.round(days * 86_400) * 1000).toISOString();
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}

/** `AB12` is column 27. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
