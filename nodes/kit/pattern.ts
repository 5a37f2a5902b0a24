// A pattern engine that is linear in the text: the usual subset of regular expressions, run as a Pike machine.
import type { Bilingual } from './localized.ts';
import { assemble, type Program } from './pattern-program.ts';
import { parsePattern, PatternProblem } from './pattern-syntax.ts';

/** Where a pattern was found; UTF-16 offsets. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A compiled pattern. Both functions take time proportional to text length times pattern size, whatever the pattern. */
export interface Pattern {
  /** Instructions; work is at most this times the length of the text. */
  readonly size: number;
  /** Does it occur anywhere? Anchor with `^` and `$` to test the whole text. */
  test(text: string): boolean;
  /** The leftmost occurrence; repetitions take as much as they can. */
  find(text: string): PatternMatch | null;
}

/** A compiled pattern, or what is wrong with the source and where. */
export type CompiledPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly problem: { readonly message: Bilingual; readonly at: number } };

/** Longest source, in UTF-16 units. */
export const MAX_PATTERN_LENGTH = 500;

/**
 * Compiles a pattern: literals, `.`, classes (`[a-z]`, `[^..]`, `\d \w \s`, `\p{Han} \p{L} \p{N} \p{P}`, `\uXXXX`, `\u{..}`), groups, `|`, `? * + {m,n}`
 * (lazy forms too), `^ $ \b \B`, and a leading `(?i)`. Look-around and back-references are refused. Never throws.
 */
export function compilePattern(source: string, options: { readonly ignoreCase?: boolean } = {}): CompiledPattern {
  try {
    if (source.length > MAX_PATTERN_LENGTH) {
      throw new PatternProblem(MAX_PATTERN_LENGTH, '模式超过 500 个字符', 'The pattern is longer than 500 characters.');
    }
    const inlineFlag = source.startsWith('(?i)');
    const ignoreCase = options.ignoreCase === true || inlineFlag;
    const program = assemble(parsePattern(source, inlineFlag ? 4 : 0, ignoreCase));
    const fold = (text: string) => (ignoreCase ? foldCase(text) : text);
    return {
      ok: true,
      pattern: {
        size: program.codes.length,
        test: (text) => run(program, fold(text), false) !== null,
        find: (text) => {
          const found = run(program, fold(text), true);
          return found === null ? null : { ...found, text: text.slice(found.start, found.end) };
        },
      },
    };
  } catch (error) {
    if (error instanceof PatternProblem) return { ok: false, problem: { message: error.bilingual, at: error.at } };
    throw error;
  }
}

/** Lower case, unit by unit, so that offsets stay what they are. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (char) => {
    const small = char.toLowerCase();
    return small.length === char.length ? small : char;
  }).join('');
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Threads in order of preference: program counters, each with the offset where its match began. */
interface Threads {
  readonly counters: Int32Array;
  readonly starts: Int32Array;
  size: number;
}

/** Without `leftmost`, the first accepting state ends the run and offsets mean nothing. */
function run(program: Program, text: string, leftmost: boolean): Span | null {
  const { codes } = program;
  const seen = new Int32Array(codes.length).fill(-1);
  let current = threads(codes.length);
  let next = threads(codes.length);
  const stack: number[] = [];
  let best: Span | null = null;
  let at = 0;
  for (;;) {
    if (best === null && (!program.anchored || at === 0)) {
      follow(program, text, current, seen, stack, 0, at, at);
    }
    if (current.size === 0 && (best !== null || program.anchored)) return best;
    const point = at < text.length ? (text.codePointAt(at) ?? 0) : -1;
    const after = at + (point > 0xffff ? 2 : 1);
    next.size = 0;
    for (let index = 0; index < current.size; index++) {
      const counter = current.counters[index] ?? 0;
      const start = current.starts[index] ?? 0;
      const code = codes[counter];
      if (code === undefined) continue;
      if (code.kind === 'match') {
        best = { start, end: at };
        if (!leftmost) return best;
        break; // threads behind this one are less preferred
      }
      if (code.kind === 'char' && point !== -1 && code.accepts(point)) {
        follow(program, text, next, seen, stack, counter + 1, start, after);
      }
    }
    if (point === -1) return best;
    [current, next] = [next, current];
    at = after;
  }
}

/** Adds a thread and everything it reaches without reading, in order of preference. */
function follow(
  { codes }: Program,
  text: string,
  into: Threads,
  seen: Int32Array,
  stack: number[],
  counter: number,
  start: number,
  at: number,
): void {
  stack.push(counter);
  for (;;) {
    const here = stack.pop();
    if (here === undefined) return;
    if (seen[here] === at) continue;
    seen[here] = at;
    const code = codes[here];
    if (code === undefined) continue;
    if (code.kind === 'split') stack.push(code.second, code.first);
    else if (code.kind === 'jump') stack.push(code.to);
    else if (code.kind === 'assert') {
      if (code.holds(text, at)) stack.push(here + 1);
    } else {
      into.counters[into.size] = here;
      into.starts[into.size] = start;
      into.size += 1;
    }
  }
}

function threads(size: number): Threads {
  return { counters: new Int32Array(size), starts: new Int32Array(size), size: 0 };
}
