// Reads an e-mail address out of what a customer wrote.
import { normal } from './normal.ts';

/** A found address, lower-case. `exact`: the text held nothing else. */
export interface FoundText {
  readonly value: string;
  readonly exact: boolean;
}

const MAX_SCANNED = 20_000;
const MAX_ADDRESS = 254;
const LOCAL = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]/i;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}/i;

/** The first address in a text; null when there is none. Full-width forms and closing punctuation are understood. */
export function emailFrom(text: string): FoundText | null {
  const plain = normal(text).slice(0, MAX_SCANNED).replaceAll('。', '.');
  for (let at = plain.indexOf('@'); at !== -1; at = plain.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < 64 && LOCAL.test(plain.charAt(start - 1))) start -= 1;
    const local = plain.slice(start, at).replace(/^[.'`]+/, '');
    const domain = DOMAIN.exec(plain.slice(at + 1, at + 1 + MAX_ADDRESS))?.[0];
    if (domain === undefined || local === '' || local.endsWith('.') || local.includes('..')) continue;
    const value = `${local}@${domain}`.toLowerCase();
    if (value.length > MAX_ADDRESS) continue;
    const rest = plain.slice(0, at - local.length) + plain.slice(at + 1 + domain.length);
    return { value, exact: /^[\s\p{P}]*$/u.test(rest) };
  }
  return null;
}
