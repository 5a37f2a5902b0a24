// Traditional Chinese as simplified, character for character, so that both spellings are one word.
import { SIMPLIFIED, TRADITIONAL } from '../assets/traditional-characters.ts';

const FIRST = 0x4e00;
const LAST = 0x9fff;
let written: Uint16Array | undefined;

/** The text with every traditional character replaced; its length stays the same. */
export function simplify(text: string): string {
  const table = tableOfCharacters();
  let from = 0;
  let simplified = '';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < FIRST || unit > LAST) continue;
    const other = table[unit - FIRST] ?? 0;
    if (other === 0) continue;
    simplified += text.slice(from, at) + String.fromCharCode(other);
    from = at + 1;
  }
  return from === 0 ? text : simplified + text.slice(from);
}

function tableOfCharacters(): Uint16Array {
  if (written !== undefined) return written;
  const table = new Uint16Array(LAST - FIRST + 1);
  for (let at = 0; at < TRADITIONAL.length; at += 1) {
    table[TRADITIONAL.charCodeAt(at) - FIRST] = SIMPLIFIED.charCodeAt(at);
  }
  written = table;
  return table;
}
