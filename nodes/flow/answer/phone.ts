// Reads a phone number out of what a customer wrote.
import type { FoundText } from './email.ts';
import { normal } from './normal.ts';

const MAX_SCANNED = 20_000;
/** A run of digits with the usual separators; looked at piece by piece below. */
const RUN = /\+?\(?\d[\d\s().\-–—]{4,40}\d/g;
const DATE = /^\d{4}[-.]\d{1,2}[-.]\d{1,2}(?!\d)/;
const MOBILE = /^1[3-9]\d{9}$/;
/** Area code and number: 010/02x with 8 digits, 03xx..09xx with 7 or 8. */
const LANDLINE = /^(?:0(?:10|2\d)[2-9]\d{7}|0[3-9]\d{2}[2-9]\d{6,7})$/;
const SERVICE = /^(?:400|800)\d{7}$/;

/** The first phone number in a text as digits (`+` only when written, and not +86 mobile); null when there is none. */
export function phoneFrom(text: string, region: 'CN' | 'any'): FoundText | null {
  const plain = normal(text).slice(0, MAX_SCANNED);
  for (const match of plain.matchAll(RUN)) {
    const before = plain.charAt(match.index - 1);
    const after = plain.charAt(match.index + match[0].length);
    if (/[A-Za-z0-9_]/.test(before) || /[A-Za-z0-9_@]/.test(after)) continue;
    const value = phoneOf(match[0], region);
    if (value !== null) {
      const rest = plain.slice(0, match.index) + plain.slice(match.index + match[0].length);
      return { value, exact: /^[\s\p{P}+]*$/u.test(rest) };
    }
    // "2 13812345678" or two numbers in a row: piece by piece.
    for (const piece of match[0].split(/\s+/)) {
      const part = phoneOf(piece, region);
      if (part !== null && piece.replace(/\D/g, '').length >= 7) return { value: part, exact: false };
    }
  }
  return null;
}

/** Where a text in plain form holds phone numbers, with UTF-16 offsets. */
export function phoneSpansIn(
  plain: string,
  region: 'CN' | 'any',
): readonly { readonly start: number; readonly end: number; readonly value: string }[] {
  const spans: { start: number; end: number; value: string }[] = [];
  for (const match of plain.slice(0, MAX_SCANNED).matchAll(RUN)) {
    const start = match.index;
    const end = start + match[0].length;
    if (/[A-Za-z0-9_]/.test(plain.charAt(start - 1)) || /[A-Za-z0-9_@]/.test(plain.charAt(end))) continue;
    const whole = phoneOf(match[0], region);
    if (whole !== null) {
      spans.push({ start, end, value: whole });
      continue;
    }
    for (const piece of match[0].matchAll(/\S+/g)) {
      const value = piece[0].replace(/\D/g, '').length >= 7 ? phoneOf(piece[0], region) : null;
      const from = start + piece.index;
      if (value !== null) spans.push({ start: from, end: from + piece[0].length, value });
    }
  }
  return spans;
}

function phoneOf(written: string, region: 'CN' | 'any'): string | null {
  if (DATE.test(written)) return null;
  const digits = written.replace(/\D/g, '');
  const isInternational = written.startsWith('+') || digits.startsWith('0086');
  const national = digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)/, '');
  const isForeign = written.startsWith('+') && !digits.startsWith('86');
  if (!isForeign && (MOBILE.test(national) || LANDLINE.test(national) || SERVICE.test(national))) return national;
  if (digits.startsWith('86') && isInternational && LANDLINE.test(`0${digits.slice(2)}`)) return `0${digits.slice(2)}`;
  if (region === 'CN') return null;
  if (written.startsWith('+')) return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
  if (digits.startsWith('00')) return /^00[1-9]\d{6,14}$/.test(digits) ? `+${digits.slice(2)}` : null;
  return digits.length >= 7 && digits.length <= 15 ? digits : null;
}
