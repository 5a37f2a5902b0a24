// Runs one command line: finds the command, reads its options, answers with the exit code. Never throws.
import { parseArgs } from 'node:util';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import { EXIT, UsageError, words, type Call, type CliIo, type CliOption, type Command } from './command.ts';
import { commands } from './commands.ts';

/** Undefined: the command stays running. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number | undefined> {
  const locale = localeOf(io.env);
  const [first] = args;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    for (const line of overview(locale)) io.out(line);
    return first === undefined ? EXIT.usage : EXIT.good;
  }
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  if (command === undefined) {
    io.err(
      words(
        { locale },
        `没有这个命令：${args.slice(0, 2).join(' ')}`,
        `There is no command "${args.slice(0, 2).join(' ')}".`,
      ),
    );
    for (const line of overview(locale)) io.err(line);
    return EXIT.usage;
  }
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(usageOf(command));
    io.out(command.summary[locale]);
    return EXIT.good;
  }
  const wantsJson = rest.includes('--json');
  try {
    return await command.run(callOf(command, rest, io, locale));
  } catch (error) {
    return failed(error, command, io, wantsJson);
  }
}

function callOf(command: Command, args: readonly string[], io: CliIo, locale: Locale): Call {
  const parsed = parse(command, args);
  const [least, most] = command.operands;
  if (parsed.positionals.length < least) throw new UsageError(words({ locale }, '少了参数。', 'Something is missing.'));
  if (parsed.positionals.length > most) {
    throw new UsageError(
      words(
        { locale },
        `多余的参数：${parsed.positionals[most] ?? ''}`,
        `Unexpected: ${parsed.positionals[most] ?? ''}`,
      ),
    );
  }
  const { json, ...values } = parsed.values;
  return { io, operands: parsed.positionals, values, json: json === true, locale };
}

function parse(
  command: Command,
  args: readonly string[],
): { readonly positionals: readonly string[]; readonly values: Call['values'] } {
  try {
    return parseArgs({
      args: spreadLists(command, args),
      options: { ...command.options, json: { type: 'boolean' as const } } satisfies Record<string, CliOption>,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'Wrong options.');
  }
}

/** `--train a b` is `--train a --train b`: what a shell makes of `--train *.jsonl`. Only where nothing else stands alone. */
function spreadLists(command: Command, args: readonly string[]): string[] {
  if (command.operands[1] > 0) return [...args];
  let list: string | undefined;
  let taken = 0;
  return args.flatMap((arg) => {
    if (arg.startsWith('-')) {
      const option = command.options?.[arg.slice(2)];
      list = option?.multiple === true ? arg : undefined;
      taken = 0;
      return [arg];
    }
    taken += 1;
    return list !== undefined && taken > 1 ? [list, arg] : [arg];
  });
}

function failed(error: unknown, command: Command, io: CliIo, json: boolean): number {
  if (error instanceof UsageError) {
    io.err(error.message);
    io.err(usageOf(command));
    return EXIT.usage;
  }
  const code = error instanceof FlowError ? error.code : 'INTERNAL';
  const message = error instanceof Error ? error.message : String(error);
  const facts = error instanceof FlowError ? error.facts : {};
  if (json) io.out(JSON.stringify({ ok: false, error: { code, message, ...facts } }, null, 2));
  io.err(`${code}: ${message}`);
  if (code === 'INTERNAL' && error instanceof Error && error.stack !== undefined) io.err(error.stack);
  return EXIT.bad;
}

function usageOf({ name, usage }: Command): string {
  return `tandem ${name}${usage === '' ? '' : ` ${usage}`} [--json]`;
}

function overview(locale: Locale): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    words({ locale }, 'Tandem 命令行', 'The command line of Tandem'),
    '',
    ...commands.map(({ name, summary }) => `  tandem ${name.padEnd(width)}${summary[locale]}`),
    '',
    words(
      { locale },
      '每个命令都支持 --help 和 --json。退出码：0 正常，1 被检查的东西有问题，2 用法不对。',
      'Every command takes --help and --json. Exit codes: 0 good, 1 the thing examined is bad, 2 wrong usage.',
    ),
  ];
}

function localeOf(env: CliIo['env']): Locale {
  const language = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
