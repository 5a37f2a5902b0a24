// A hash of a document's content that does not depend on the order of its keys.
import { createHash } from 'node:crypto';
import { isJsonObject } from '#nodes/kit/json.ts';

/** SHA-256 of the canonical JSON, hex. Equal documents have equal hashes, whoever serialised them. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (isJsonObject(item) ? sorted(item) : item));
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
