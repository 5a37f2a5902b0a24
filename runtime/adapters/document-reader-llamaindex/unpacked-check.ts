// Unpacks the parts of a docx under a hard limit: an archive may lie about its sizes.
import { inflateRawSync } from 'node:zlib';
import { ZIP_LIMITS } from './inspect.ts';
import { ReadingProblem } from './problems.ts';
import { packedBytes, zipEntries } from './zip-directory.ts';

const DEFLATED = 8;

/** Throws a ReadingProblem when a part is more than it claims, cannot be unpacked, or declares entities of its own. */
export function assertHonestDocx(bytes: Uint8Array): void {
  let left: number = ZIP_LIMITS.unpackedBytes;
  for (const entry of zipEntries(bytes, ZIP_LIMITS.entries) ?? []) {
    const packed = packedBytes(bytes, entry);
    if (packed === undefined) throw new ReadingProblem('brokenDocx');
    const isXml = /\.(?:xml|rels)$/i.test(entry.name);
    if (!isXml && entry.method !== DEFLATED) continue;
    const part = entry.method === DEFLATED ? inflated(packed, Math.min(left, entry.unpackedBytes)) : packed;
    left -= part.byteLength;
    if (isXml && /<!(?:DOCTYPE|ENTITY)/i.test(Buffer.from(part).toString('latin1'))) throw new ReadingProblem('bomb');
  }
}

function inflated(packed: Uint8Array, limit: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(limit, 1) });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw new ReadingProblem(isTooLarge ? 'bomb' : 'brokenDocx', { cause });
  }
}
