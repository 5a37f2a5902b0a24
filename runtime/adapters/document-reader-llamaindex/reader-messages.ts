// What the server and the reader process say to each other.
import type { DocumentKind, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { ProblemName } from './problems.ts';

/** A document to read. */
export interface ReadOrder {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
}

/** What came of it. */
export type ReadReport = { readonly passages: readonly ReadPassage[] } | { readonly problem: ProblemName };
