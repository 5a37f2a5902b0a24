// What a command of the command line is: its words, its options, and what it gets to do its work.
import type { Bilingual, Locale } from '#nodes/kit/localized.ts';

/** The world of a run; tests give their own. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Lines of standard input. */
  readonly lines: AsyncIterable<string>;
  /** One line of the result, to standard output. */
  out(line: string): void;
  /** One line for people, to standard error. */
  err(line: string): void;
}

/** Exit codes: good, the thing examined is bad, wrong usage. */
export const EXIT = { good: 0, bad: 1, usage: 2 } as const;

/** What a command is called with. */
export interface Call {
  readonly io: CliIo;
  readonly operands: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  /** One JSON document on standard output instead of words. */
  readonly json: boolean;
  /** The language of the words. */
  readonly locale: Locale;
}

/** An option, as `node:util` parses it. */
export interface CliOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
}

/** A command. */
export interface Command {
  /** One word, or two such as `flow check`. */
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  readonly summary: Bilingual;
  readonly options?: Readonly<Record<string, CliOption>>;
  /** Least and most operands. */
  readonly operands: readonly [number, number];
  /** Answers with the exit code; undefined: it stays and ends the process by itself. */
  run(call: Call): Promise<number | undefined>;
}

/** Wrong usage: answered with the usage line and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The words in the caller's language. */
export function words(call: Pick<Call, 'locale'>, zh: string, en: string): string {
  return call.locale === 'en' ? en : zh;
}

/** A string option; undefined when it was not given. */
export function textOption({ values }: Call, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A repeated string option. */
export function textOptions({ values }: Call, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A string option that must be there. */
export function requiredOption(call: Call, name: string): string {
  const value = textOption(call, name);
  if (value === undefined || value === '')
    throw new UsageError(words(call, `缺少 --${name}。`, `--${name} is missing.`));
  return value;
}

/** A whole number of at least one. */
export function countOption(call: Call, name: string, usual: number): number {
  const text = textOption(call, name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
  throw new UsageError(
    words(
      call,
      `--${name} 要写一个 1 以上的整数，不能是「${text}」。`,
      `--${name} takes a whole number from 1, not "${text}".`,
    ),
  );
}

/** The first operand; the parser has counted them. */
export function firstOperand({ operands }: Call): string {
  return operands[0] ?? '';
}

/** Prints the document, or the lines made of it. */
export function report(call: Call, document: unknown, lines: readonly string[]): void {
  if (call.json) call.io.out(JSON.stringify(document, null, 2));
  else for (const line of lines) call.io.out(line);
}
