// tandem flow export: a stored flow as a bundle, or as a folder of texts, with its knowledge and without secrets.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesFromBundle, isTextForm } from '#runtime/flows/text-form.ts';
import type { SealedBundle } from '#runtime/flows/transfers.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { EXIT, firstOperand, report, textOption, words, type Command } from './command.ts';
import { withRooms, type Rooms } from './rooms.ts';

export const flowExport: Command = {
  name: 'flow export',
  usage: 'SLUG [--out FILE] [--text DIR]',
  summary: {
    'zh-CN': '把库里的流程导出成一个文件；--text 导出成适合放进 Git 的文件夹',
    en: 'A stored flow as one bundle file; --text: as a folder for version control',
  },
  options: { out: { type: 'string' }, text: { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const slug = firstOperand(call);
    const bundle = await withRooms(call.io.env, async (rooms) =>
      rooms.flows.exportBundle(rooms.home, await flowIdOf(rooms, slug)),
    );
    const out = textOption(call, 'out');
    const folder = textOption(call, 'text');
    const text = JSON.stringify(bundle, null, 2);
    if (folder !== undefined) {
      const files = await writeTexts(folder, bundle);
      report(call, { folder, files, redacted: bundle.redacted }, [
        words(call, `已写入 ${folder}`, `Written to ${folder}`),
      ]);
    } else if (out === undefined) call.io.out(text);
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

/** Writes the text form into a new folder, or over an earlier export: parts that are no longer there go, everything else stays. */
async function writeTexts(folder: string, bundle: SealedBundle): Promise<readonly string[]> {
  const { flow, knowledge, dialogues, flows = [] } = bundle;
  const files = filesFromBundle({ flow, knowledge, dialogues, flows });
  const there = await readdir(folder, { recursive: true }).catch(() => []);
  const earlier = await readFile(join(folder, 'flow.yml'), 'utf8').catch(() => undefined);
  if (there.length > 0 && (earlier === undefined || !isTextForm(new Map([['flow.yml', earlier]])))) {
    throw new FlowError(
      'FILE_UNREADABLE',
      `${folder} holds other things. Give a new folder, or one of an earlier export.`,
    );
  }
  const ours = there.map((name) => name.replaceAll('\\', '/')).filter((name) => PART.test(name) && !files.has(name));
  for (const name of ours) await rm(join(folder, name), { force: true });
  for (const [name, text] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return [...files.keys()];
}

/** Names of files that an export writes. */
const PART = /^(?:knowledge|flows|dialogues)\/\d+(?:\/(?:base|called|flow|places)\.yml|\/document-\d+\.md|\.yml)$/;

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
