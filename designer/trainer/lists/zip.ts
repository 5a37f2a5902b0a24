// Reads the JSON files of a zip archive in the browser, with bounds: nothing is written, nothing is run.
import type { JsonFile } from './json-lists.ts';

const MOST_FILES = 5_000;
const MOST_BYTES = 40 * 1024 * 1024;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** What spreadsheets (Excel, WPS, LibreOffice) keep their tables in. */
const WORKBOOK = /^(?:xl\/workbook\.(?:xml|bin)|content\.xml)$/u;

/** What of an archive is looked at. */
export interface ZipFiles {
  readonly json: readonly JsonFile[];
  /** It is a spreadsheet. */
  readonly holdsWorkbook: boolean;
}

/** The JSON files of the archive; undefined when it is none, is cut off, or unpacks to more than 40 MB. */
export async function filesOfZip(bytes: Uint8Array<ArrayBuffer>): Promise<ZipFiles | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined) return undefined;
  const json: JsonFile[] = [];
  let holdsWorkbook = false;
  let left = MOST_BYTES;
  let at = view.getUint32(end + 16, true);
  const count = Math.min(MOST_FILES, view.getUint16(end + 10, true));
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return undefined;
    const [nameLength, extra, note] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    holdsWorkbook ||= WORKBOOK.test(path);
    if (path.endsWith('.json')) {
      const content = await contentOf(bytes, view, at, left);
      if (content === undefined) return undefined;
      left -= content.length;
      const value = parseJson(content);
      if (value !== undefined) json.push({ path, json: value });
    }
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (note ?? 0);
  }
  return { json, holdsWorkbook };
}

function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_600); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}

async function contentOf(
  bytes: Uint8Array<ArrayBuffer>,
  view: DataView,
  at: number,
  most: number,
): Promise<Uint8Array | undefined> {
  const method = view.getUint16(at + 10, true);
  const packed = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (local + 30 > bytes.length) return undefined;
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const data = bytes.subarray(from, from + packed);
  if (data.length !== packed) return undefined;
  if (method === 0) return data.length > most ? undefined : data;
  return method === 8 ? inflate(data, most) : undefined;
}

async function inflate(data: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array | undefined> {
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value);
      size += next.value.length;
      if (size > most) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content).replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
}
