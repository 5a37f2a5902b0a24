// tandem bench turns: how many turns a second a whole server answers.
import { benchTurns } from './bench-turns.ts';
import { countOption, EXIT, report, textOption, UsageError, words, type Command } from './command.ts';

export const benchTurnsCommand: Command = {
  name: 'bench turns',
  usage: '[--flow SLUG] [--sessions N] [--concurrency N] [--url URL]',
  summary: { 'zh-CN': '测每秒能答多少轮', en: 'Turns per second of a whole server' },
  options: {
    flow: { type: 'string' },
    sessions: { type: 'string' },
    concurrency: { type: 'string' },
    url: { type: 'string' },
  },
  operands: [0, 0],
  async run(call) {
    const url = textOption(call, 'url');
    const flow = textOption(call, 'flow');
    if (url !== undefined && !URL.canParse(url))
      throw new UsageError(words(call, '--url 不是地址。', '--url is not an address.'));
    const figures = await benchTurns({
      ...(url === undefined ? {} : { url }),
      ...(flow === undefined ? {} : { flow }),
      sessions: countOption(call, 'sessions', 320),
      concurrency: countOption(call, 'concurrency', 32),
    });
    report(
      call,
      figures,
      Object.entries(figures).map(([name, value]) => `${name.padEnd(16)} ${String(value)}`),
    );
    return EXIT.good;
  },
};
