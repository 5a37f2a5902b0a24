// Whatever is imported: a bundle or document of our own, or another product's export, as one thing to be stored.
import type { FlowImported } from '#nodes/wire/flows.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import { parseBundle } from './bundle.ts';
import type { KnowledgePack } from './flow-knowledge.ts';
import { parseForeignFile, readForeign } from './foreign/read-foreign.ts';

/** What an import brings. The flow is not checked yet. */
export interface ReadImport {
  readonly product: FlowImported['product'];
  readonly flow: unknown;
  readonly knowledge: readonly KnowledgePack[];
  readonly unmatched: FlowImported['unmatched'];
}

/** Is this JSON one of our own files? */
export function isOwnFormat(json: unknown): boolean {
  return isJsonObject(json) && typeof json['format'] === 'string' && json['format'].startsWith('tandem.');
}

/** Reads JSON, the text of a file, or its bytes. Fails with BUNDLE_INVALID or FLOW_FORMAT_UNKNOWN. */
export function readImport(content: unknown): ReadImport {
  const json = typeof content === 'string' || content instanceof Uint8Array ? parseForeignFile(content) : content;
  if (isOwnFormat(json)) return { product: 'tandem', ...parseBundle(json), unmatched: [] };
  const { product, document, knowledge, unmatched } = readForeign(json);
  return { product, flow: document, knowledge, unmatched: [...unmatched] };
}
