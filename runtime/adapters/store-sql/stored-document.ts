// Flow documents as they come back from the database.
import type { FlowDocument } from '#nodes/flow/document.ts';

/** Only documents that passed the schema are written, so reading one back needs no second check. */
export function parseStoredDocument(text: string): FlowDocument {
  return JSON.parse(text) as FlowDocument;
}
