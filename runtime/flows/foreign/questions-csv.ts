// A table of questions and answers, as a spreadsheet saves it: any of the usual separators, with or without a byte order mark.
import type { QuestionPair } from './answering.ts';

const COLUMNS = {
  question: ['question', 'questions', 'q', 'standard question', '问题', '标准问题', '标准问', '提问', '问', '问法'],
  answer: ['answer', 'answers', 'a', 'reply', 'response', '答案', '标准答案', '回答', '答复', '回复', '答'],
  similar: [
    'similar',
    'similar questions',
    'similar question',
    'variants',
    'alternatives',
    'other questions',
    'synonyms',
    '相似问题',
    '相似问',
    '相似问法',
    '扩展问',
    '扩展问题',
    '其他问法',
  ],
} as const;

const SEPARATORS = [',', ';', '\t', '，', '|'];

/** The columns of a table by their place. */
interface Columns {
  readonly question: number;
  readonly answer: number;
  readonly similar: readonly number[];
}

/** The pairs of a table; undefined when its first line names no question and no answer. */
export function pairsFromCsv(source: string): readonly QuestionPair[] | undefined {
  const text = source.replace(/^\uFEFF/, '');
  for (const separator of SEPARATORS) {
    const columns = columnsOf(rowsOf(firstLine(text), separator)[0] ?? []);
    if (columns !== undefined) return pairsOf(rowsOf(text, separator).slice(1), columns);
  }
  return undefined;
}

function firstLine(text: string): string {
  const end = text.search(/\r?\n/);
  return (end === -1 ? text : text.slice(0, end)).slice(0, 10_000);
}

function columnsOf(header: readonly string[]): Columns | undefined {
  const names = header.map((name) => name.trim().toLowerCase().replace(/[_-]+/g, ' '));
  const placeOf = (known: readonly string[]) => names.findIndex((name) => known.includes(name));
  const question = placeOf(COLUMNS.question);
  const answer = placeOf(COLUMNS.answer);
  if (question === -1 || answer === -1) return undefined;
  const similar = names.flatMap((name, index) =>
    (COLUMNS.similar as readonly string[]).includes(name.replace(/ ?\d+$/, '')) ? [index] : [],
  );
  return { question, answer, similar };
}

function pairsOf(
  rows: readonly (readonly string[])[],
  { question, answer, similar }: Columns,
): readonly QuestionPair[] {
  return rows.flatMap((row) => {
    const asked = (row[question] ?? '').trim();
    const said = (row[answer] ?? '').trim();
    if (asked === '' || said === '') return [];
    const others = similar
      .flatMap((index) => (row[index] ?? '').split(/[\n|;；]/))
      .map((one) => one.trim())
      .filter((one) => one !== '');
    return [{ question: asked, similar: others, answer: said }];
  });
}

/** Rows and cells; a cell in quotes may hold separators, line ends and doubled quotes. */
function rowsOf(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text.charAt(at + 1) === '\n') at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += char;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}
