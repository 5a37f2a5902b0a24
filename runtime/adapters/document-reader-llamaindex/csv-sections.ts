// Turns table rows into sections: a question with its answer, or `column: value` lines.
import { questionColumns } from './question-rows.ts';
import type { Section } from './section.ts';

/** Sections of a table whose first row names the columns. A single row has no header and is kept as it is. */
export function sectionsFromRows(rows: readonly (readonly string[])[]): readonly Section[] {
  const [header = [], ...records] = rows.map((row) => row.map((cell) => cell.trim()));
  if (records.length === 0) return [{ heading: '', text: header.filter((cell) => cell !== '').join('\n') }];
  const { question, answer } = questionColumns(header);
  if (question !== -1 && answer !== -1) {
    return records.map((row) => ({ heading: row[question] ?? '', text: row[answer] ?? '' }));
  }
  return records.map((row) => ({ heading: '', text: labelled(header, row) }));
}

/** The separator the first line uses most. */
export function separatorOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') === -1 ? text.length : text.indexOf('\n'));
  const counts = [',', ';', '\t', '，'].map((separator) => ({ separator, count: line.split(separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

function labelled(header: readonly string[], row: readonly string[]): string {
  return row
    .map((cell, index) => ({ name: header[index] ?? '', cell }))
    .filter(({ cell }) => cell !== '')
    .map(({ name, cell }) => (name === '' ? cell : `${name}: ${cell}`))
    .join('\n');
}
