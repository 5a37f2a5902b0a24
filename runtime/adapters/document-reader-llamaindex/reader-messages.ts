// What the server and the reader process say to each other.
import type { DocumentKind, PageLook, PageToLookAt, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { ProblemName } from './problems.ts';

/** A document to read, or a page whose links are wanted. */
export type ReadOrder = { readonly kind: DocumentKind; readonly bytes: Uint8Array } | PageToLookAt;

/** What came of it. */
export type ReadReport =
  { readonly passages: readonly ReadPassage[] } | { readonly look: PageLook } | { readonly problem: ProblemName };
