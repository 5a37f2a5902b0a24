// The bundle: a flow with its knowledge in one JSON file, without secrets.
import { Type, type Static } from 'typebox';
import { fitsDeclared } from '#nodes/kit/declared-check.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { formProblem } from '#nodes/kit/form-problem.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { KnowledgePack } from './flow-knowledge.ts';
import { PackSchema, withoutSecretAddresses } from './pack-form.ts';

/** The name a template uses for the base that is made with it. */
export const TEMPLATE_BASE = 'template';

const CalledSchema = Type.Object({
  ref: Type.String({ maxLength: 128 }),
  slug: Type.String({ maxLength: 64 }),
  document: Type.Unknown(),
});

const BundleSchema = Type.Object({
  format: Type.Literal('tandem.bundle'),
  formatVersion: Type.Integer({ minimum: 1 }),
  flow: Type.Unknown(),
  knowledge: Type.Array(PackSchema, { maxItems: 100 }),
  redacted: Type.Optional(Type.Array(Type.Unknown())),
  slug: Type.Optional(Type.String({ maxLength: 64 })),
  flows: Type.Optional(Type.Array(CalledSchema, { maxItems: 50 })),
  dialogues: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 500 })),
});

/** The current form of bundles. */
export const BUNDLE_VERSION = 1;

/** A bundle as exported. `redacted` names the fields whose secret was left out, so that they can be filled in again. */
export interface Bundle {
  readonly format: 'tandem.bundle';
  readonly formatVersion: number;
  readonly flow: FlowDocument;
  readonly knowledge: readonly KnowledgePack[];
  /** The test dialogues of the flow. */
  readonly dialogues: readonly Dialogue[];
  readonly redacted: readonly { readonly node: string; readonly field: string }[];
  /** The flow's address where it came from. */
  readonly slug?: string;
  /** The flows it calls, and those they call. `ref` is the id that calls use. */
  readonly flows?: readonly CalledFlow[];
}

/** A flow that another one calls. */
export interface CalledFlow {
  readonly ref: string;
  readonly slug: string;
  readonly document: FlowDocument;
}

/** Packs a flow. Values that look like secrets are emptied and listed. */
export function createBundle(
  document: FlowDocument,
  knowledge: readonly KnowledgePack[],
  more: {
    readonly dialogues?: readonly Dialogue[];
    readonly slug?: string;
    readonly flows?: readonly CalledFlow[];
  } = {},
): Bundle {
  const redacted: { node: string; field: string }[] = [];
  const flow = redactedDocument(document, redacted);
  const flows = (more.flows ?? []).map((called) => ({
    ...called,
    document: redactedDocument(called.document, redacted),
  }));
  return {
    format: 'tandem.bundle',
    formatVersion: BUNDLE_VERSION,
    ...(more.slug === undefined ? {} : { slug: more.slug }),
    flow,
    ...(flows.length === 0 ? {} : { flows }),
    knowledge: knowledge.map((pack) => withoutSecretAddresses(pack, SECRET_QUERY)),
    dialogues: more.dialogues ?? [],
    redacted,
  };
}

/** The flow with literal secrets emptied; each is added to `redacted`. */
export function redactedDocument(
  document: FlowDocument,
  redacted: { readonly node: string; readonly field: string }[],
): FlowDocument {
  const nodes = document.nodes.map((node) => {
    const found: string[] = [];
    const config = withoutSecrets(node.config, '', found);
    redacted.push(...found.map((field) => ({ node: node.id, field })));
    return { ...node, config: isJsonObject(config) ? config : {} };
  });
  return { ...document, nodes };
}

/** Reads a bundle, or a bare flow document. The flow is not checked yet. Fails with BUNDLE_INVALID. */
export function parseBundle(json: unknown): {
  readonly flow: unknown;
  readonly knowledge: readonly KnowledgePack[];
  /** Not read yet. */
  readonly dialogues: readonly unknown[];
  readonly slug: string | undefined;
  /** Not checked yet. */
  readonly flows: readonly { readonly ref: string; readonly slug: string; readonly document: unknown }[];
} {
  if (!isJsonObject(json)) throw new FlowError('BUNDLE_INVALID', 'A bundle or flow document is a JSON object.');
  if (json['format'] === 'tandem.flow') return { flow: json, knowledge: [], dialogues: [], slug: undefined, flows: [] };
  if (json['format'] !== 'tandem.bundle') {
    throw new FlowError('BUNDLE_INVALID', 'The file says neither format "tandem.bundle" nor "tandem.flow".');
  }
  if (typeof json['formatVersion'] === 'number' && json['formatVersion'] > BUNDLE_VERSION) {
    throw new FlowError(
      'BUNDLE_INVALID',
      'The bundle was written by a newer version of Tandem. Update this server first.',
    );
  }
  if (!fitsDeclared(BundleSchema, json)) {
    const { where = '/', why } = formProblem(BundleSchema, json) ?? {};
    const message = {
      'zh-CN': `没有导入：流程包的 ${where} ${why?.['zh-CN'] ?? ''}。请改正，或从原来的系统重新导出。`,
      en: `Nothing was imported: ${where} of the bundle ${why?.en ?? ''}. Correct it, or export the flow again.`,
    };
    throw new FlowError('BUNDLE_INVALID', message.en, { message, where });
  }
  const bundle: Static<typeof BundleSchema> = json;
  const { flow, knowledge, dialogues = [], slug, flows = [] } = bundle;
  return { flow, knowledge, dialogues, slug, flows };
}

/** The knowledge bases that a flow uses, each once. */
export function baseIdsOf(document: FlowDocument): readonly string[] {
  return [...new Set(document.nodes.flatMap(baseIdsOfNode))];
}

/** The same flow with other knowledge bases; ids that have no new one are dropped. */
export function withBases(document: FlowDocument, newIds: ReadonlyMap<string, string>): FlowDocument {
  const nodes = document.nodes.map((node) => {
    if (!Array.isArray(node.config['baseIds'])) return node;
    const baseIds = baseIdsOfNode(node).flatMap((id) => newIds.get(id) ?? []);
    return { ...node, config: { ...node.config, baseIds } };
  });
  return { ...document, nodes };
}

/** The same flow with calls of other flows; a call whose flow came along goes to its newest version. */
export function withCalls(document: FlowDocument, newIds: ReadonlyMap<string, string>): FlowDocument {
  const nodes = document.nodes.map((node) => {
    const call = node.config['call'];
    const id = isJsonObject(call) && typeof call['flow'] === 'string' ? newIds.get(call['flow']) : undefined;
    if (!isJsonObject(call) || id === undefined) return node;
    return { ...node, config: { ...node.config, call: { ...call, flow: id, version: 0 } } };
  });
  return { ...document, nodes };
}

function baseIdsOfNode(node: FlowNode): readonly string[] {
  const ids: unknown = node.config['baseIds'];
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}

const SECRET_NAME = /authori[sz]ation|api[-_ ]?key|token|secret|passw|cookie|credential|signature/i;

/** Secrets that stand in an address. */
const SECRET_QUERY = /([?&](?:access_?token|api_?key|key|secret|token|password|sig|signature)=)[^&#{}]+/gi;

/** Empties literal values under secret-sounding names, as properties or as `{ name | key, value }` pairs. Placeholders stay. */
function withoutSecrets(value: unknown, pointer: string, found: string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => withoutSecrets(item, `${pointer}/${index}`, found));
  }
  if (!isJsonObject(value)) return value;
  const named = value['name'] ?? value['key'] ?? value['label'];
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isNamed = key === 'value' || (key === 'expr' && pointer.startsWith('/headers/'));
      const name = isNamed && typeof named === 'string' ? named : key;
      // A credential is named there, never written out.
      if (key === 'credential' && pointer === '') return [key, item];
      if (typeof item !== 'string') return [key, withoutSecrets(item, `${pointer}/${key}`, found)];
      const kept =
        key === 'url' ? item.replace(SECRET_QUERY, '$1') : SECRET_NAME.test(name) ? placeholderOnly(item) : item;
      if (kept === item) return [key, item];
      found.push(`${pointer}/${key}`);
      return [key, kept];
    }),
  );
}

/** The text if its only content is placeholders, such as `Bearer {{ token }}`; else nothing. */
function placeholderOnly(text: string): string {
  const literal = text.replace(/\{\{[^}]*\}\}/g, '').replace(/^\s*(bearer|basic|token)\b/i, '');
  return literal.trim() === '' ? text : '';
}
