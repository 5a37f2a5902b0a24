// Gets the text out of a document with LlamaIndex readers. Runs in the reader process only.
import type { QuestionRow, TableFile, TableRows } from '#runtime/ports/document-reader.ts';
import { sectionsFromRows, separatorOf } from './csv-sections.ts';
import { markdownFromHtml, titleOfHtml } from './html-markdown.ts';
import { textOfPage } from './pdf-text.ts';
import { ReadingProblem } from './problems.ts';
import type { TextKind } from './reader-messages.ts';
import type { Extracted, Section } from './section.ts';
import { decodeText } from './text-decoding.ts';
import { textParts } from './archive-parts.ts';
import { epubText } from './epub-text.ts';
import { pptxSections } from './pptx-sections.ts';
import { questionRows } from './question-rows.ts';
import { boundedRows, jsonRows, sheetNaming } from './table-rows.ts';
import { xlsxSections, xlsxSheets } from './xlsx-sections.ts';

/** Joins and parts table cells; no text holds it. */
const CELL = '\u001f';

/** Text and headings of a document; throws a ReadingProblem for what a person can mend. */
export async function extract(kind: TextKind, bytes: Uint8Array): Promise<Extracted> {
  switch (kind) {
    case 'pdf':
      return { form: 'sections', sections: await pdfPages(bytes) };
    case 'docx':
      return { form: 'markdown', text: await docxText(bytes) };
    case 'xlsx':
      return { form: 'sections', sections: xlsxSections(bytes) };
    case 'pptx':
      return { form: 'sections', sections: pptxSections(bytes) };
    case 'epub':
      return { form: 'markdown', text: epubText(bytes) };
    case 'csv':
      return { form: 'sections', sections: sectionsFromRows(await csvRows(textOf(bytes))) };
    case 'html':
      return htmlText(textOf(bytes));
    case 'txt':
      return { form: 'sections', sections: [{ heading: '', text: textOf(bytes) }] };
    case 'md':
    case 'paste':
      return { form: 'markdown', text: textOf(bytes) };
  }
}

/** Questions of a list; throws a ReadingProblem for what a person can mend. */
export async function extractQuestions(kind: 'csv' | 'xlsx', bytes: Uint8Array): Promise<readonly QuestionRow[]> {
  if (kind === 'csv') return questionRows([await csvRows(textOf(bytes))]);
  return questionRows(xlsxSheets(bytes).map(({ rows }) => rows));
}

/** Rows of a list; throws a ReadingProblem for what a person can mend. */
export async function extractRows({ kind, bytes, columns, mostRows }: TableFile): Promise<TableRows> {
  if (kind === 'json') return jsonRows(textOf(bytes), mostRows);
  const sheets = kind === 'csv' ? [await csvRows(textOf(bytes))] : xlsxSheets(bytes).map(({ rows }) => rows);
  return boundedRows(sheetNaming(columns, sheets), 2, mostRows);
}

function textOf(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  if (text === undefined) throw new ReadingProblem('encoding');
  return text;
}

function htmlText(html: string): Extracted {
  const text = markdownFromHtml(html);
  const title = titleOfHtml(html);
  const hasOwnTitle = title === '' || /^# /m.test(text);
  return { form: 'markdown', text: hasOwnTitle ? text : `# ${title}\n\n${text}` };
}

async function csvRows(text: string): Promise<readonly (readonly string[])[]> {
  const { CSVReader } = await import('@llamaindex/readers/csv');
  const reader = new CSVReader(false, CELL, '\n', {
    delimiter: separatorOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  });
  try {
    const documents = await reader.loadDataAsContent(new TextEncoder().encode(text));
    return documents.map((document) => document.text.split(CELL));
  } catch (cause) {
    throw new ReadingProblem('brokenCsv', { cause });
  }
}

async function docxText(bytes: Uint8Array): Promise<string> {
  textParts(bytes, 'brokenDocx');
  const { DocxReader } = await import('@llamaindex/readers/docx');
  try {
    const documents = await new DocxReader().loadDataAsContent(bytes);
    return documents.map((document) => document.text).join('\n\n');
  } catch (cause) {
    throw new ReadingProblem('brokenDocx', { cause });
  }
}

async function pdfPages(bytes: Uint8Array): Promise<readonly Section[]> {
  const { PDFReader } = await import('@llamaindex/readers/pdf');
  try {
    // A copy: the PDF engine takes the buffer away from whoever passes it.
    const pages = await new PDFReader().loadDataAsContent(bytes.slice());
    const sections = pages
      .map((page, index) => ({ heading: `p. ${index + 1}`, text: textOfPage(page.text) }))
      .filter((section) => section.text !== '');
    if (sections.length === 0) throw new ReadingProblem('scannedPdf');
    return sections;
  } catch (cause) {
    if (cause instanceof ReadingProblem) throw cause;
    const isLocked = cause instanceof Error && cause.name === 'PasswordException';
    throw new ReadingProblem(isLocked ? 'lockedPdf' : 'brokenPdf', { cause });
  }
}
