// Rows of a table as questions with their answers, told by the names of its columns.
import type { QuestionRow } from '#runtime/ports/document-reader.ts';
import { ReadingProblem } from './problems.ts';

const QUESTION = /^(?:question|questions|q|问题|标准问题|标准问|提问|问)$/i;
const ANSWER = /^(?:answer|answers|a|reply|答案|回答|标准答案|回复|答)$/i;
const SIMILAR =
  /^(?:similar|similar questions?|alternatives?|variants?|other wordings?|相似问|相似问题|相似问法|相似问句|其他问法)\s*\d*$/i;

/** Where the columns stand; -1: not there. */
export function questionColumns(header: readonly string[]): { readonly question: number; readonly answer: number } {
  return {
    question: header.findIndex((cell) => QUESTION.test(cell.trim())),
    answer: header.findIndex((cell) => ANSWER.test(cell.trim())),
  };
}

/** The questions of all sheets that have both columns. Throws a ReadingProblem when there are none. */
export function questionRows(sheets: readonly (readonly (readonly string[])[])[]): readonly QuestionRow[] {
  const rows = sheets.flatMap(([header = [], ...records]) => {
    const { question, answer } = questionColumns(header);
    if (question === -1 || answer === -1) return [];
    const similar = header.flatMap((cell, index) => (SIMILAR.test(cell.trim()) ? [index] : []));
    return records.map((cells, index) => ({
      row: index + 2,
      question: (cells[question] ?? '').trim(),
      similar: similar.flatMap((column) => wordingsIn(cells[column] ?? '')),
      answer: (cells[answer] ?? '').trim(),
    }));
  });
  const whole = rows.filter(({ question, answer }) => question !== '' && answer !== '');
  if (whole.length === 0) throw new ReadingProblem('noQuestions');
  return whole;
}

/** Several wordings in one cell stand on lines of their own, or are parted by `|` or `;`. */
function wordingsIn(cell: string): readonly string[] {
  return cell
    .split(/[\n|;；]/)
    .map((wording) => wording.trim())
    .filter((wording) => wording !== '');
}
