// Finds personal data and forbidden words in a text, and masks them so that a person still recognises what stood there.
import { compilePattern, type Pattern } from '#nodes/kit/pattern.ts';
import type { SensitiveKind, SensitiveRules } from '#nodes/kit/sensitive.ts';

/** What a text came to. `kinds` names what was found, never the text itself. */
export interface Screened {
  readonly state: 'clean' | 'masked' | 'blocked';
  readonly text: string;
  readonly kinds: readonly string[];
}

interface Finding {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly mask: string;
}

const MAX_LENGTH = 20_000;
/** Digits with the separators people write, never inside a longer run of digits. */
const DIGITS = /(?<![\dA-Za-z])\+?\d(?:[ -]?\d){6,22}[Xx]?(?![\dA-Za-z])/gu;
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/gu;
/** Chinese plates: ordinary (5) and new energy (6 places). Source: GA 36-2018. */
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·• -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]/gu;
const MOBILE = /^(?:86)?1[3-9]\d{9}$/;
const LANDLINE = /^0(?:10|2\d)[2-9]\d{7}$|^0[3-9]\d{2}[2-9]\d{6,7}$/;
const BIRTH = /^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';

const patterns = new Map<string, Pattern | null>();
const MAX_PATTERNS = 500;

/** Screens a text. Full-width digits and letters count like plain ones; every character keeps its place. */
export function screenText(text: string, rules: SensitiveRules): Screened {
  const source = text.slice(0, MAX_LENGTH);
  // One for one, so that offsets hold; NFKC may change lengths.
  const plain = source.replace(/[\uff01-\uff5e]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  const low = plain.toLowerCase();
  const blocked = rules.blocked.filter((word) => word.trim() !== '' && low.includes(word.trim().toLowerCase()));
  if (blocked.length > 0) return { state: 'blocked', text: '', kinds: ['blocked'] };
  const findings = [
    ...dataIn(plain, new Set(rules.kinds)),
    ...wordsIn(low, rules.words),
    ...rules.patterns.flatMap((pattern) => matchesOf(plain, pattern)),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  if (findings.length === 0) return { state: 'clean', text, kinds: [] };
  let masked = '';
  let at = 0;
  for (const { start, end, mask } of findings) {
    if (start < at) continue;
    masked += source.slice(at, start) + mask;
    at = end;
  }
  return {
    state: 'masked',
    text: masked + source.slice(at),
    kinds: [...new Set(findings.map(({ kind }) => kind))],
  };
}

function dataIn(plain: string, kinds: ReadonlySet<SensitiveKind>): readonly Finding[] {
  const found: Finding[] = [];
  if (kinds.has('email'))
    for (const { 0: written, index } of plain.matchAll(EMAIL))
      found.push({
        start: index,
        end: index + written.length,
        kind: 'email',
        mask: `${written.slice(0, 1)}***${written.slice(written.indexOf('@'))}`,
      });
  if (kinds.has('plate'))
    for (const { 0: written, index } of plain.matchAll(PLATE))
      found.push({
        start: index,
        end: index + written.length,
        kind: 'plate',
        mask: `${written.slice(0, 2)}***${written.slice(-1)}`,
      });
  for (const { 0: written, index } of plain.matchAll(DIGITS)) {
    const kind = kindOf(written.replace(/[ +-]/g, ''));
    if (kind === undefined || !kinds.has(kind)) continue;
    found.push({ start: index, end: index + written.length, kind, mask: maskDigits(written, kind) });
  }
  return found;
}

/** What a run of digits is, by its form and check digit. */
function kindOf(digits: string): SensitiveKind | undefined {
  if (BIRTH.test(digits) && hasIdCheck(digits)) return 'idCard';
  if (MOBILE.test(digits) || LANDLINE.test(digits)) return 'phone';
  if (/^\d{13,19}$/.test(digits) && /^[3-69]/.test(digits) && hasLuhn(digits)) return 'bankCard';
  return undefined;
}

/** GB 11643-1999. */
function hasIdCheck(digits: string): boolean {
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits.charAt(index)), 0);
  return ID_CHECKS.charAt(sum % 11) === digits.charAt(17).toUpperCase();
}

/** ISO/IEC 7812-1. */
function hasLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** 138****1234 and its like: enough to recognise, not enough to use. */
function maskDigits(written: string, kind: SensitiveKind): string {
  const digits = written.replace(/[ +-]/g, '');
  if (kind === 'phone') return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  if (kind === 'idCard') return `${digits.slice(0, 3)}***********${digits.slice(-4)}`;
  return `${digits.slice(0, 4)} **** **** ${digits.slice(-4)}`;
}

function wordsIn(low: string, words: readonly string[]): readonly Finding[] {
  return words.flatMap((word) => {
    const sought = word.trim().toLowerCase();
    const found: Finding[] = [];
    if (sought === '') return found;
    for (let start = low.indexOf(sought); start !== -1; start = low.indexOf(sought, start + sought.length))
      found.push({ start, end: start + sought.length, kind: 'word', mask: '*'.repeat(Array.from(sought).length) });
    return found;
  });
}

function matchesOf(plain: string, source: string): readonly Finding[] {
  const pattern = patternOf(source);
  const found: Finding[] = [];
  let at = 0;
  while (pattern !== null && at < plain.length && found.length < 100) {
    const match = pattern.find(plain.slice(at));
    if (match === null) break;
    const [start, end] = [at + match.start, at + match.end];
    if (end > start) found.push({ start, end, kind: 'pattern', mask: '***' });
    at = Math.max(end, at + 1);
  }
  return found;
}

function patternOf(source: string): Pattern | null {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const compiled = compilePattern(source, { ignoreCase: true });
  const pattern = compiled.ok ? compiled.pattern : null;
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}
