// tandem node new: writes a pack of an own node type that works, with its tests, to begin with.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { scaffold, SCAFFOLD_KINDS } from '#runtime/packs/scaffold.ts';
import { EXIT, firstOperand, report, textOption, UsageError, words, type Command } from './command.ts';

export const nodeNew: Command = {
  name: 'node new',
  usage: 'OWNER/NAME [--dir DIR] [--kind http|script]',
  summary: {
    'zh-CN': '新建一个自定义节点（能运行，带测试）；默认放在 TANDEM_NODES_DIR 或 ./node-packs',
    en: 'Writes an own node type that works, with tests; into TANDEM_NODES_DIR or ./node-packs unless told',
  },
  options: { dir: { type: 'string' }, kind: { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const type = firstOperand(call);
    const kind = SCAFFOLD_KINDS.find((one) => one === (textOption(call, 'kind') ?? 'http'));
    if (kind === undefined)
      throw new UsageError(words(call, '--kind 只能是 http 或 script。', '--kind is http or script.'));
    const files = filesOf(type, kind);
    const base = textOption(call, 'dir') ?? (call.io.env['TANDEM_NODES_DIR'] || 'node-packs');
    const folder = resolve(base, type);
    if ((await stat(folder).catch(() => undefined)) !== undefined)
      throw new FlowError('NAME_TAKEN', `${folder} is there already. Nothing was written.`, { folder });
    for (const [name, content] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content, { flag: 'wx' });
    }
    report(call, { type, folder, files: [...files.keys()] }, [
      folder,
      ...[...files.keys()].map((name) => `  ${name}`),
      words(
        call,
        `检查并跑测试：tandem node check ${folder}`,
        `Check it and play its tests: tandem node check ${folder}`,
      ),
      words(
        call,
        `使用：设置 TANDEM_NODES_DIR=${resolve(base)} 并重启服务器`,
        `Use it: set TANDEM_NODES_DIR=${resolve(base)} and restart the server`,
      ),
    ]);
    return EXIT.good;
  },
};

/** A type that is no type is wrong usage. */
function filesOf(type: string, kind: (typeof SCAFFOLD_KINDS)[number]): ReadonlyMap<string, string> {
  try {
    return scaffold(type, kind);
  } catch (error) {
    if (error instanceof FlowError) throw new UsageError(error.message);
    throw error;
  }
}
