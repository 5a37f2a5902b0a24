// Runs the command line in this process, with a standard input of its own, and keeps what it printed.
import { runCli } from '#runtime/cli/run-cli.ts';

/** What came of it. */
export interface CliResult {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as one JSON document. */
  json(): never;
  /** Standard output as JSON lines. */
  rows(): readonly Record<string, unknown>[];
}

/** Runs one command. */
export async function cli(
  args: readonly string[],
  options: { readonly stdin?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, {
    env: { LANG: 'en_US.UTF-8', ...options.env },
    lines: linesFrom(options.stdin ?? []),
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  const stdout = out.join('\n');
  return {
    code,
    stdout,
    stderr: err.join('\n'),
    json: () => JSON.parse(stdout) as never,
    rows: () => out.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is what standard input is
async function* linesFrom(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
