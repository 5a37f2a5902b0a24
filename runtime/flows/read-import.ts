// Whatever is imported: a bundle or document of our own, or another product's export, as one thing to be stored.
import type { ImportSigner } from '#nodes/wire/flow-import.ts';
import type { FlowImported } from '#nodes/wire/flows.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { BundleSigner } from '#runtime/ports/bundle-signer.ts';
import { signerOfBundle } from './bundle-seal.ts';
import { parseBundle, redactedDocument } from './bundle.ts';
import type { KnowledgePack } from './flow-knowledge.ts';
import { parseForeignFile, readForeign } from './foreign/read-foreign.ts';
import { bundleFromFiles, isTextForm } from './text-form.ts';

/** What an import brings. The flows are not checked yet. */
export interface ReadImport {
  readonly product: FlowImported['product'];
  readonly flow: unknown;
  readonly knowledge: readonly KnowledgePack[];
  /** Test dialogues, not read yet. */
  readonly dialogues: readonly unknown[];
  readonly slug: string | undefined;
  /** Flows that the flow calls. */
  readonly flows: readonly { readonly ref: string; readonly slug: string; readonly document: unknown }[];
  readonly unmatched: FlowImported['unmatched'];
  readonly signer: ImportSigner;
}

/** Is this JSON one of our own files? */
export function isOwnFormat(json: unknown): boolean {
  return isJsonObject(json) && typeof json['format'] === 'string' && json['format'].startsWith('tandem.');
}

/**
 * Reads JSON, the text of a file, its bytes, or the files of a folder by name. Fails with BUNDLE_INVALID or FLOW_FORMAT_UNKNOWN.
 * Without a signer, seals are not looked at.
 */
export function readImport(content: unknown, signer?: BundleSigner): ReadImport {
  const parsed = typeof content === 'string' || content instanceof Uint8Array ? parseForeignFile(content) : content;
  const json = parsed instanceof Map ? ownFolder(new Map<string, unknown>(parsed)) : parsed;
  if (isOwnFormat(json)) {
    return { product: 'tandem', ...parseBundle(json), unmatched: [], signer: signerOfBundle(json, signer) };
  }
  const { product, document, knowledge, unmatched } = readForeign(json);
  // Keys that stood in headers and addresses stay behind.
  const redacted: { node: string; field: string }[] = [];
  const flow = redactedDocument(document, redacted);
  const left = redacted.map(({ node, field }) => ({
    kind: 'secret',
    where: field,
    node,
    standIn: {
      'zh-CN': '这里的密钥没有带过来。请在「设置 › 凭据」里保存，再在节点里选用。',
      en: 'A key that stood here was not taken over. Keep it under Settings, Credentials, and choose it in the node.',
    },
  }));
  return {
    product,
    flow,
    knowledge,
    dialogues: [],
    slug: undefined,
    flows: [],
    unmatched: [...unmatched, ...left],
    signer: { by: 'unsigned' },
  };
}

/** The text form, as the bundle it is; other folders as they are. */
function ownFolder(files: ReadonlyMap<string, unknown>): unknown {
  if (!isTextForm(files)) return files;
  return bundleFromFiles(new Map([...files].map(([name, text]) => [name, typeof text === 'string' ? text : ''])));
}
