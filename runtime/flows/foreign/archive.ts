// The text files inside a .tgz or .zip, in memory: names are keys and never paths, and every size is bounded.
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { FlowError } from '#nodes/kit/errors.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 5000;

/** Is it a gzip or zip file? */
export function isArchive(bytes: Uint8Array): boolean {
  return isGzip(bytes) || isZip(bytes);
}

/** The files by name. Fails with BUNDLE_INVALID for a broken archive, one that unpacks to too much, or a name that climbs out of it. */
export function filesInArchive(bytes: Uint8Array): ReadonlyMap<string, string> {
  try {
    return isZip(bytes)
      ? filesInZip(Buffer.from(bytes))
      : filesInTar(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    if (error instanceof FlowError) throw error;
    throw new FlowError('BUNDLE_INVALID', 'The archive is damaged, or it unpacks to more than 64 MB.');
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** Gathers files; what is no JSON, YAML or text is left alone. */
function createShelf() {
  const files = new Map<string, string>();
  let total = 0;
  return {
    files,
    wants(name: string): boolean {
      if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split(/[\\/]/).includes('..')) {
        throw new FlowError(
          'BUNDLE_INVALID',
          `The archive holds a name that leads out of it: ${JSON.stringify(name.slice(0, 120))}.`,
        );
      }
      return /\.(?:json|ya?ml|csv|txt|md)$/i.test(name);
    },
    put(name: string, content: Buffer): void {
      total += content.length;
      if (files.size >= MAX_FILES || total > MAX_BYTES) {
        throw new FlowError('BUNDLE_INVALID', 'The archive holds more than 5,000 files or 64 MB.');
      }
      files.set(name.replace(/^(?:\.\/)+/, ''), content.toString('utf8').replace(/^\uFEFF/, ''));
    },
  };
}

function filesInTar(tar: Buffer): ReadonlyMap<string, string> {
  const shelf = createShelf();
  let longName: string | undefined;
  for (let at = 0; at + 512 <= tar.length;) {
    const header = tar.subarray(at, at + 512);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(textIn(header, 124, 12).trim() || '0', 8);
    if (!Number.isInteger(size) || size < 0 || at + 512 + size > tar.length) {
      throw new FlowError('BUNDLE_INVALID', 'The archive is cut off.');
    }
    const content = tar.subarray(at + 512, at + 512 + size);
    const kind = String.fromCharCode(header[156] ?? 0);
    const prefix = textIn(header, 257, 5) === 'ustar' ? textIn(header, 345, 155) : '';
    const own = textIn(header, 0, 100);
    if (kind === 'L') longName = textIn(content, 0, content.length);
    else if (kind === 'x') longName = /\d+ path=([^\n]+)\n/.exec(content.toString('utf8'))?.[1];
    else {
      const name = longName ?? (prefix === '' ? own : `${prefix}/${own}`);
      longName = undefined;
      // Links and devices are never followed.
      if ((kind === '0' || kind === '\0') && shelf.wants(name)) shelf.put(name, content);
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return shelf.files;
}

function textIn(bytes: Buffer, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return (end === -1 ? part : part.subarray(0, end)).toString('utf8');
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

function filesInZip(zip: Buffer): ReadonlyMap<string, string> {
  const shelf = createShelf();
  let end = zip.length - 22;
  while (end >= 0 && end >= zip.length - 66_000 && zip.readUInt32LE(end) !== END) end -= 1;
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new FlowError('BUNDLE_INVALID', 'The archive is cut off.');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new FlowError('BUNDLE_INVALID', 'The archive is damaged.');
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/') && shelf.wants(name)) {
      const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(begin, begin + packed);
      if (method !== 0 && method !== 8)
        throw new FlowError('BUNDLE_INVALID', 'The archive is packed in a way that is not read here.');
      shelf.put(name, method === 0 ? data : inflateRawSync(data, { maxOutputLength: MAX_BYTES }));
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return shelf.files;
}
