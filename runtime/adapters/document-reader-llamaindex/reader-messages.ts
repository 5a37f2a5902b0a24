// What the server and the reader process say to each other.
import type {
  DocumentKind,
  PageLook,
  PageToLookAt,
  QuestionRow,
  ReadPassage,
  TableFile,
  TableRows,
} from '#runtime/ports/document-reader.ts';
import type { ProblemName } from './problems.ts';

/** What the reader process reads; the text of images is read elsewhere. */
export type TextKind = Exclude<DocumentKind, 'image'>;

/** A document to read, a page whose links are wanted, or a list whose questions or rows are. */
export type ReadOrder =
  | { readonly kind: TextKind; readonly bytes: Uint8Array }
  | PageToLookAt
  | QuestionOrder
  | (TableFile & { readonly form: 'rows' });

/** A list of questions. */
export interface QuestionOrder {
  readonly form: 'questions';
  readonly kind: 'csv' | 'xlsx';
  readonly bytes: Uint8Array;
}

/** What came of it. */
export type ReadReport =
  | { readonly passages: readonly ReadPassage[] }
  | { readonly questions: readonly QuestionRow[] }
  | { readonly table: TableRows }
  | { readonly look: PageLook }
  | { readonly problem: ProblemName };
