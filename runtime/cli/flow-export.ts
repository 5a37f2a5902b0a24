// tandem flow export: a stored flow as a bundle, with its knowledge and without secrets.
import { writeFile } from 'node:fs/promises';
import { FlowError } from '#nodes/kit/errors.ts';
import { EXIT, firstOperand, report, textOption, words, type Command } from './command.ts';
import { withRooms, type Rooms } from './rooms.ts';

export const flowExport: Command = {
  name: 'flow export',
  usage: 'SLUG [--out FILE]',
  summary: { 'zh-CN': '把库里的流程导出成一个文件', en: 'A stored flow as one bundle file' },
  options: { out: { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const slug = firstOperand(call);
    const bundle = await withRooms(call.io.env, async (rooms) =>
      rooms.flows.exportBundle(rooms.home, await flowIdOf(rooms, slug)),
    );
    const out = textOption(call, 'out');
    const text = JSON.stringify(bundle, null, 2);
    if (out === undefined) call.io.out(text);
    else {
      await writeFile(out, `${text}\n`);
      const facts = {
        file: out,
        nodes: bundle.flow.nodes.length,
        knowledge: bundle.knowledge.length,
        redacted: bundle.redacted,
      };
      report(call, facts, [words(call, `已写入 ${out}`, `Written to ${out}`)]);
    }
    for (const { node, field } of bundle.redacted)
      call.io.err(words(call, `已去掉密钥：${node} ${field}`, `Left out a secret: ${node} ${field}`));
    return EXIT.good;
  },
};

/** The flow with this slug. RESOURCE_NOT_FOUND names those there are. */
export async function flowIdOf({ flows, home }: Rooms, slug: string): Promise<string> {
  const list = await flows.list(home);
  const found = list.find((flow) => flow.slug === slug);
  if (found !== undefined) return found.id;
  const known = list.slice(0, 20).map((flow) => flow.slug);
  throw new FlowError(
    'RESOURCE_NOT_FOUND',
    `There is no flow "${slug}".${known.length === 0 ? '' : ` There are: ${known.join(', ')}.`}`,
  );
}
