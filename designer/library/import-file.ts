// A chosen file as the import takes it: JSON as JSON, other texts as text, archives as their bytes.
import type { Static } from 'typebox';
import type { ImportFlowSchema } from '#nodes/wire/flows.ts';

const CHUNK = 0x8000;

/** Reads the file; undefined when it is JSON that is broken. */
export async function readImportFile(file: File): Promise<Static<typeof ImportFlowSchema> | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [first, second] = bytes;
  const packed = (first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b);
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  // Texts that are no UTF-8, such as tables saved by older spreadsheets, go as they are.
  if (packed || text.includes('\uFFFD')) return { bundle: base64From(bytes), encoding: 'base64' };
  if (!/^\s*[{[]/.test(text)) return text.trim() === '' ? undefined : { bundle: text };
  try {
    const json: unknown = JSON.parse(text);
    return { bundle: json };
  } catch {
    return undefined;
  }
}

function base64From(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}
