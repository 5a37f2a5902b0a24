// Unpacks the text parts of an archive under a hard limit: an archive may lie about its sizes.
import { inflateRawSync } from 'node:zlib';
import { ZIP_LIMITS } from './inspect.ts';
import { ReadingProblem, type ProblemName } from './problems.ts';
import { packedBytes, zipEntries, type ZipEntry } from './zip-directory.ts';

const DEFLATED = 8;
const TEXT_PART = /\.(?:xml|rels|xhtml|html|htm|opf|ncx)$/i;

/** The text parts by name, and the archive checked: what is more than it claims, or declares entities of its own, is refused. */
export function textParts(bytes: Uint8Array, broken: ProblemName): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let left: number = ZIP_LIMITS.unpackedBytes;
  for (const entry of zipEntries(bytes, ZIP_LIMITS.entries) ?? []) {
    const isText = TEXT_PART.test(entry.name);
    if (!isText && entry.method !== DEFLATED) continue;
    const part = unpacked(bytes, entry, left, broken);
    left -= part.byteLength;
    if (!isText) continue;
    const text = new TextDecoder().decode(part);
    if (declaresEntities(entry.name, text)) throw new ReadingProblem('bomb');
    parts.set(entry.name, text);
  }
  return parts;
}

/** Office files have no document type at all; a book's pages do, but no entities of their own. */
function declaresEntities(name: string, text: string): boolean {
  return /\.(?:xml|rels)$/i.test(name) ? /<!(?:DOCTYPE|ENTITY)/i.test(text) : /<!ENTITY/i.test(text);
}

function unpacked(bytes: Uint8Array, entry: ZipEntry, left: number, broken: ProblemName): Uint8Array {
  const packed = packedBytes(bytes, entry);
  if (packed === undefined) throw new ReadingProblem(broken);
  if (entry.method !== DEFLATED) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(Math.min(left, entry.unpackedBytes), 1) });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw new ReadingProblem(isTooLarge ? 'bomb' : broken, { cause });
  }
}
