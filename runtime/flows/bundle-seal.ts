// The seal of a bundle: a hash of each part, and a signature over the list of them.
import { Type, type Static } from 'typebox';
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';
import type { ImportSigner } from '#nodes/wire/flow-import.ts';
import type { BundleSigner } from '#runtime/ports/bundle-signer.ts';
import { contentHash } from './content-hash.ts';

/** The parts that are sealed; everything else in the file is about the file. */
const PARTS = ['flow', 'flows', 'knowledge', 'dialogues'] as const;

const SealSchema = Type.Object({
  /** Hash of each part, by `flow`, `knowledge/0` and so on. */
  parts: Type.Record(Type.String({ maxLength: 40 }), Type.String({ pattern: '^[0-9a-f]{64}$' })),
  signature: Type.Object({
    algorithm: Type.Literal('ed25519'),
    key: Type.String({ maxLength: 100 }),
    value: Type.String({ maxLength: 200 }),
  }),
});

/** The seal as it stands in the file. */
export type Seal = Static<typeof SealSchema>;

/** Seals a bundle. Equal bundles have equal seals. */
export function sealOf(bundle: object, signer: BundleSigner): Seal {
  const parts = partsOf(jsonOf(bundle));
  return { parts, signature: signer.sign(textOf(parts)) };
}

/** Whose seal it is. Fails with BUNDLE_INVALID, naming the parts that were changed, when it is broken. */
export function signerOfBundle(bundle: unknown, signer: BundleSigner | undefined): ImportSigner {
  const seal = isJsonObject(bundle) ? bundle['seal'] : undefined;
  if (!isJsonObject(bundle) || seal === undefined || signer === undefined) return { by: 'unsigned' };
  if (!Value.Check(SealSchema, seal)) throw broken(['seal']);
  const found = signer.signerOf(textOf(seal.parts), seal.signature);
  if (found.by === 'nobody') throw broken(['seal']);
  const parts = partsOf(bundle);
  const names = new Set([...Object.keys(parts), ...Object.keys(seal.parts)]);
  const changed = [...names].filter((name) => parts[name] !== seal.parts[name]);
  if (changed.length > 0) throw broken(changed);
  return found;
}

/** A bundle in memory is JSON; its type does not say so. */
function jsonOf(bundle: object): JsonObject {
  return isJsonObject(bundle) ? bundle : {};
}

function partsOf(bundle: JsonObject): Record<string, string> {
  return Object.fromEntries(
    PARTS.flatMap((name): [string, string][] => {
      const part = bundle[name];
      if (part === undefined) return [];
      if (!Array.isArray(part)) return [[name, contentHash(part)]];
      return part.map((one, index) => [`${name}/${String(index)}`, contentHash(one)]);
    }),
  );
}

/** What is signed: the parts by name, in a form of its own. */
function textOf(parts: Readonly<Record<string, string>>): string {
  return `tandem.bundle 1\n${Object.entries(parts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hash]) => `${name} ${hash}\n`)
    .join('')}`;
}

function broken(changed: readonly string[]): FlowError {
  const parts = changed.slice(0, 10);
  const message = {
    'zh-CN': `这个流程包在签名之后被改过（${parts.join('、')}），没有导入。请向对方要原来的文件。`,
    en: `The bundle was changed after it was signed (${parts.join(', ')}). Nothing was imported. Ask for the original file.`,
  };
  return new FlowError('BUNDLE_INVALID', message.en, { message, changed: [...changed] });
}
