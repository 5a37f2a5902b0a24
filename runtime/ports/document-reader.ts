// Turns a file into passages.
import type { ErrorCode } from '#nodes/kit/errors.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { Source } from '#nodes/wire/knowledge.ts';

/** The kinds of documents that can be read. `paste` is text typed or pasted, read as Markdown; `image` is read where a text recogniser is set up. */
export type DocumentKind = Source['kind'];

/** Largest file taken, in bytes. */
export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;

/** Why a file is refused or cannot be read, and how to mend it. */
export interface DocumentProblem {
  /** FILE_REFUSED (not a kind that is read here), FILE_TOO_LARGE, FILE_UNREADABLE (broken or empty), INGEST_LIMIT (a bomb, too many pages, too slow, too hungry). */
  readonly code: Extract<ErrorCode, 'FILE_REFUSED' | 'FILE_TOO_LARGE' | 'FILE_UNREADABLE' | 'INGEST_LIMIT'>;
  readonly message: Bilingual;
}

/** A piece of a document as it will be searched and quoted. `heading` is the path of headings above it, joined by ` › `; may be empty. */
export interface ReadPassage {
  readonly heading: string;
  readonly text: string;
}

/** A row of a list of questions. `row` counts from 1, with the headings and without blank rows. */
export interface QuestionRow {
  readonly row: number;
  readonly question: string;
  readonly similar: readonly string[];
  readonly answer: string;
}

/** A list to be read as rows: an inspected CSV or Excel file, or a JSON text. */
export interface TableFile {
  readonly kind: 'csv' | 'xlsx' | 'json';
  readonly bytes: Uint8Array;
  /** Names of columns: of several sheets the one that names most of them is read. */
  readonly columns: readonly string[];
  /** Of more rows below the headings, one more is given. */
  readonly mostRows: number;
}

/** Rows as texts, the names of the columns first. `first` is what a person calls the row below them: 2 in a sheet, 1 in a list of objects. */
export interface TableRows {
  readonly rows: readonly (readonly string[])[];
  readonly first: number;
}

/** A web page or a sitemap (XML, packed or not, or a list of addresses), and the address it came from. */
export interface PageToLookAt {
  readonly form: 'html' | 'sitemap';
  readonly bytes: Uint8Array;
  readonly address: string;
}

/** What it says of itself and where it points. Addresses are absolute, http(s), each once. */
export interface PageLook {
  readonly title: string;
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
  /** Of a page: changes with its visible text and with nothing else. */
  readonly mark: string;
}

/** A value or the problem that stood in its way. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: DocumentProblem };

/** Reads documents within limits of size, time and memory. No document, however hostile, harms the process that asks. */
export interface DocumentReader {
  /** Checks name, content and limits without reading the document; answers with its kind. Fast, and safe to call on anything. */
  inspect(file: { readonly name: string; readonly bytes: Uint8Array }): Read<DocumentKind>;
  /** Reads an inspected document. Never rejects for what is in the document. `signal` gives up. */
  read(
    file: { readonly kind: DocumentKind; readonly bytes: Uint8Array },
    signal?: AbortSignal,
  ): Promise<Read<readonly ReadPassage[]>>;
  /** Links of a page or addresses of a sitemap, under the same limits as a reading. */
  look(page: PageToLookAt, signal?: AbortSignal): Promise<Read<PageLook>>;
  /**
   * Rows of an inspected CSV or Excel file whose columns are named question and answer, and perhaps similar (in Chinese or English); rows without
   * a question or an answer are left out. FILE_UNREADABLE when there are no such columns, or no rows.
   */
  questions(
    file: { readonly kind: 'csv' | 'xlsx'; readonly bytes: Uint8Array },
    signal?: AbortSignal,
  ): Promise<Read<readonly QuestionRow[]>>;
  /** Rows of a list without blank ones, under the same limits as a reading. Cells that fit no column may be cut. */
  rows(file: TableFile, signal?: AbortSignal): Promise<Read<TableRows>>;
  /** Ends whatever is running. */
  close(): Promise<void>;
}
