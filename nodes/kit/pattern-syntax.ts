// Reads a pattern source into its tree.
import { anyOf, CLASSES, foldedTest, PROPERTIES, rangeTest, type PointTest } from './pattern-classes.ts';
import type { Bilingual } from './localized.ts';

/** Why a pattern cannot be read, and where. */
export class PatternProblem extends Error {
  readonly at: number;
  readonly bilingual: Bilingual;

  constructor(at: number, zh: string, en: string) {
    super(en);
    this.at = at;
    this.bilingual = { 'zh-CN': zh, en };
  }
}

/** A node of the tree. */
export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'char'; readonly accepts: PointTest }
  | { readonly kind: 'assert'; readonly holds: (text: string, at: number) => boolean; readonly isStart: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    };

const MAX_REPEAT = 1000;
const MAX_DEPTH = 50;
const WORD = CLASSES['w'];
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', '0': '\0' };

/** The tree of a source from an offset on. Throws PatternProblem. */
export function parsePattern(source: string, from: number, ignoreCase: boolean): PatternNode {
  const reader = new Reader(source, from, ignoreCase);
  const tree = reader.either();
  reader.end();
  return tree;
}

class Reader {
  private at: number;
  private depth = 0;
  private readonly source: string;
  private readonly ignoreCase: boolean;

  constructor(source: string, from: number, ignoreCase: boolean) {
    this.source = source;
    this.at = from;
    this.ignoreCase = ignoreCase;
  }

  end(): void {
    if (this.at < this.source.length) this.fail('多了一个右括号', 'There is a closing parenthesis too many.');
  }

  either(): PatternNode {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail('括号嵌套太深', 'The groups are nested too deeply.');
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    this.depth -= 1;
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'either', parts };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.source.length && !this.isNext('|') && !this.isNext(')')) parts.push(this.repeated());
    return parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
  }

  private repeated(): PatternNode {
    const part = this.atom();
    const bounds = this.bounds();
    if (bounds === null) return part;
    if (part.kind === 'assert') this.fail('这里不能重复', 'This cannot be repeated.');
    const isLazy = this.take('?');
    if (this.bounds() !== null) this.fail('不能连续使用两个重复符号', 'Two repetitions in a row are not allowed.');
    return { kind: 'repeat', part, min: bounds[0], max: bounds[1], isLazy };
  }

  private bounds(): readonly [min: number, max: number] | null {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    const match = /^\{(\d{1,5})(?:(,)(\d{1,5})?)?\}/.exec(this.source.slice(this.at, this.at + 14));
    if (match === null) return null;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === undefined ? Infinity : Number(match[3]);
    if (max < min) this.fail('重复次数的上下限写反了', 'The repetition bounds are the wrong way round.');
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT)) {
      this.fail('重复次数最多为 1000', 'At most 1,000 repetitions.');
    }
    this.at += match[0].length;
    return [min, max];
  }

  private atom(): PatternNode {
    const start = this.at;
    const char = this.nextChar();
    switch (char) {
      case '(':
        return this.group(start);
      case '[':
        return { kind: 'char', accepts: this.set(start) };
      case '.':
        return { kind: 'char', accepts: (point) => point !== 10 && point !== 13 };
      case '^':
        return { kind: 'assert', holds: (_, at) => at === 0, isStart: true };
      case '$':
        return { kind: 'assert', holds: (text, at) => at === text.length, isStart: false };
      case '\\':
        return this.escaped(start);
      case '*':
      case '+':
      case '?':
        this.at = start;
        return this.fail('重复符号前面缺少内容', 'There is nothing to repeat here.');
      default:
        return { kind: 'char', accepts: this.literal(char) };
    }
  }

  private group(start: number): PatternNode {
    if (this.take('?') && !this.take(':')) {
      this.at = start;
      this.fail('不支持环视、命名分组等写法，只支持 (?:...)', 'Only plain groups and (?:...) are supported.');
    }
    const inside = this.either();
    if (!this.take(')')) {
      this.at = start;
      this.fail('括号没有配对', 'The group is not closed.');
    }
    return inside;
  }

  private escaped(start: number): PatternNode {
    const char = this.source.charAt(this.at);
    if (char === 'b' || char === 'B') {
      this.at += 1;
      const wanted = char === 'b';
      return { kind: 'assert', holds: (text, at) => isWordEdge(text, at) === wanted, isStart: false };
    }
    if (/[1-9k]/.test(char)) {
      this.at = start;
      this.fail('不支持反向引用', 'Back-references are not supported.');
    }
    const escape = this.escape();
    return { kind: 'char', accepts: typeof escape === 'string' ? this.literal(escape) : escape };
  }

  /** What a backslash stands for: one character, or a class. */
  private escape(): string | PointTest {
    if (this.at >= this.source.length) this.fail('反斜杠后面缺少内容', 'Something is missing after the backslash.');
    const char = this.nextChar();
    const named = Object.hasOwn(CLASSES, char) ? CLASSES[char] : undefined;
    if (named !== undefined) return named;
    if (Object.hasOwn(CONTROLS, char)) return CONTROLS[char] ?? char;
    if (char === 'p' || char === 'P') return this.property(char === 'P');
    if (char === 'u' || char === 'x') return this.codePoint(char);
    if (/[A-Za-z]/.test(char)) {
      this.at -= 1;
      this.fail('不认识这个反斜杠写法', 'This backslash form is not known.');
    }
    return char;
  }

  private property(isNegated: boolean): PointTest {
    const match = /^\{(?:Script=|sc=)?(\w+)\}/.exec(this.source.slice(this.at, this.at + 32));
    const name = match?.[1] ?? '';
    const test = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name] : undefined;
    if (match === null || test === undefined) {
      return this.fail(
        '只支持 \\p{Han}、\\p{L}、\\p{N}、\\p{P}',
        'Only \\p{Han}, \\p{L}, \\p{N} and \\p{P} are known.',
      );
    }
    this.at += match[0].length;
    return isNegated ? (point) => !test(point) : test;
  }

  private codePoint(letter: string): string {
    const form = letter === 'x' ? /^([0-9a-fA-F]{2})/ : /^(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})/;
    const match = form.exec(this.source.slice(this.at, this.at + 8));
    const point = parseInt(match?.[1] ?? match?.[2] ?? '', 16);
    if (match === null || !(point <= 0x10ffff))
      return this.fail('字符编码写法不对', 'The character code is not right.');
    this.at += match[0].length;
    return String.fromCodePoint(point);
  }

  private set(start: number): PointTest {
    const isNegated = this.take('^');
    const tests: PointTest[] = [];
    let isFirst = true;
    while (isFirst || !this.isNext(']')) {
      if (this.at >= this.source.length) {
        this.at = start;
        this.fail('方括号没有配对', 'The class is not closed.');
      }
      isFirst = false;
      tests.push(this.setItem());
      if (this.isNext(']')) break;
    }
    this.at += 1;
    const test = anyOf(tests);
    return isNegated ? (point) => !test(point) : test;
  }

  private setItem(): PointTest {
    const low = this.setChar();
    if (typeof low !== 'string') return low;
    if (!this.isNext('-') || this.source.charAt(this.at + 1) === ']' || this.at + 1 >= this.source.length)
      return this.literal(low);
    this.at += 1;
    const high = this.setChar();
    if (typeof high !== 'string') return anyOf([this.literal(low), this.literal('-'), high]);
    const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
    if (to < from) this.fail('字符范围的首尾写反了', 'The range is the wrong way round.');
    return this.ignoreCase ? foldedTest(rangeTest(from, to)) : rangeTest(from, to);
  }

  private setChar(): string | PointTest {
    const char = this.nextChar();
    if (char !== '\\') return char;
    if (this.take('b')) return '\b';
    return this.escape();
  }

  private literal(char: string): PointTest {
    const point = char.codePointAt(0) ?? 0;
    const test: PointTest = (other) => other === point;
    return this.ignoreCase ? foldedTest(test) : test;
  }

  private nextChar(): string {
    const char = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    this.at += char.length;
    return char;
  }

  private isNext(char: string): boolean {
    return this.source.charAt(this.at) === char;
  }

  private take(char: string): boolean {
    if (!this.isNext(char)) return false;
    this.at += 1;
    return true;
  }

  private fail(zh: string, en: string): never {
    throw new PatternProblem(this.at, zh, en);
  }
}

function isWordEdge(text: string, at: number): boolean {
  const isWord = (index: number) => index >= 0 && index < text.length && WORD?.(text.charCodeAt(index)) === true;
  return isWord(at - 1) !== isWord(at);
}
