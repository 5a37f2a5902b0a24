// Bytes as text, in whatever a spreadsheet saved them: UTF-8, UTF-16, the Chinese code pages, the Western one. What is no text is told apart.

/** Control characters that no list of sentences holds. */
// eslint-disable-next-line no-control-regex -- these are what tells a picture or a program from a text
const NO_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/u;
const LOOKED_AT = 64 * 1024;

/** The text; undefined when it is none. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decodedBy(encodingsOf(bytes), bytes);
  return text === undefined || NO_TEXT.test(text.slice(0, LOOKED_AT)) ? undefined : text;
}

/** Encodings to try, likeliest first. */
function encodingsOf(bytes: Uint8Array): readonly string[] {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return ['utf-8', ...(looksTraditional(bytes) ? ['big5', 'gb18030'] : ['gb18030', 'big5']), 'windows-1252'];
}

function decodedBy(encodings: readonly string[], bytes: Uint8Array): string | undefined {
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one: the next is tried.
    }
  }
  return undefined;
}

/** Big5 writes every third character with a second byte below 0x80; simplified Chinese in GB does so hardly ever. */
function looksTraditional(bytes: Uint8Array): boolean {
  let pairs = 0;
  let low = 0;
  const end = Math.min(bytes.length - 1, LOOKED_AT);
  for (let at = 0; at < end; at += 1) {
    if ((bytes[at] ?? 0) < 0x81) continue;
    pairs += 1;
    at += 1;
    if ((bytes[at] ?? 0) < 0x80) low += 1;
  }
  return pairs > 0 && low / pairs > 0.15;
}
