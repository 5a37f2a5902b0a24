// Cuts an expression source into tokens. Full-width punctuation, as a Chinese keyboard types it, counts as its plain twin.
import { invalid } from './syntax.ts';

/** A token; `at` and `end` are UTF-16 offsets in the source. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end' }
);

const SPACE = /[\s\u3000]+/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const NAME_PART = /[\p{L}\p{N}_]/uy;
const SYMBOL = /\?\?|\?\.(?=[\p{L}_])|&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]/uy;

const PLAIN: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '，': ',',
  '：': ':',
  '？': '?',
  '！': '!',
  '【': '[',
  '】': ']',
  '＋': '+',
  '－': '-',
  '＞': '>',
  '＜': '<',
};

/** Opening quote to closing quote. */
export const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '“': '”', '‘': '’' };

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** All tokens, the last one of kind `end`. Throws what `invalid` throws. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(SPACE, source, at).length;
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', at: source.length, end: source.length });
  return tokens;
}

function tokenAt(source: string, at: number): Token {
  const first = source.charAt(at);
  if (Object.hasOwn(QUOTES, first)) return stringAt(source, at, QUOTES[first] ?? first);
  const number = matchAt(NUMBER, source, at);
  if (number !== '') return numberToken(source, at, number);
  const name = matchAt(NAME, source, at);
  if (name !== '') return { kind: 'name', text: name, at, end: at + name.length };
  const plain = Object.hasOwn(PLAIN, first) ? PLAIN[first] : undefined;
  if (plain !== undefined) return { kind: 'symbol', text: plain, at, end: at + 1 };
  const symbol = matchAt(SYMBOL, source, at);
  if (symbol !== '') return { kind: 'symbol', text: symbol, at, end: at + symbol.length };
  if (first === '=') return invalid(at, '比较相等请用 ==', 'Use == to compare.');
  if (first === '&') return invalid(at, '“并且”请写 and 或 &&', 'Write "and" or &&.');
  if (first === '|') return invalid(at, '“或者”请写 or 或 ||', 'Write "or" or ||.');
  return invalid(at, '这里有无法识别的字符', 'There is a character here that means nothing.');
}

function numberToken(source: string, at: number, digits: string): Token {
  const end = at + digits.length;
  if (matchAt(NAME_PART, source, end) !== '') {
    return invalid(end, '数字后面紧跟着文字；文本请加引号', 'Letters follow the number; put text in quotes.');
  }
  const value = Number(digits);
  if (!Number.isFinite(value)) return invalid(at, '数字太大', 'The number is too large.');
  return { kind: 'number', value, at, end };
}

function stringAt(source: string, at: number, close: string): Token {
  let text = '';
  let index = at + 1;
  while (index < source.length) {
    const char = source.charAt(index);
    if (char === close) return { kind: 'string', text, at, end: index + 1 };
    if (char !== '\\') {
      text += char;
      index += 1;
      continue;
    }
    const escaped = source.charAt(index + 1);
    const code = /^u([0-9a-fA-F]{4})/.exec(source.slice(index + 1, index + 6));
    if (code !== null) {
      text += String.fromCharCode(parseInt(code[1] ?? '', 16));
      index += 6;
    } else {
      text += Object.hasOwn(ESCAPES, escaped) ? (ESCAPES[escaped] ?? '') : escaped;
      index += 2;
    }
  }
  return invalid(at, '引号没有配对', 'The quote is not closed.');
}

function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}
