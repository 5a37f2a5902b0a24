// tandem flow import: a bundle, a document or another product's export into the database, or with --out into a flow document.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportInspection } from '#nodes/wire/flow-import.ts';
import { readForeignDocument } from '#runtime/flows/read-document.ts';
import type { KnowledgePack } from '#runtime/flows/flow-knowledge.ts';
import { nodePacksOf } from './node-packs.ts';
import { checkFlow, linesOf, type ShownProblem } from './checked-flow.ts';
import { EXIT, firstOperand, report, textOption, words, type Call, type Command } from './command.ts';
import { flowIdOf } from './flow-export.ts';
import { readFlowFile, type FlowFile } from './flow-file.ts';
import { COMMAND_LINE, noteInAudit, withRooms } from './rooms.ts';

export const flowImport: Command = {
  name: 'flow import',
  usage: 'FILE|DIR [--out FILE] [--name NAME] [--replace SLUG] [--dry-run]',
  summary: {
    'zh-CN': '导入流程，也可以是 Typebot、Dify、Botpress 的导出或问答 CSV；--out 只转换成流程文件',
    en: 'Imports a flow, also from Typebot, Dify, Botpress or a CSV of questions; --out only converts it',
  },
  options: {
    out: { type: 'string' },
    name: { type: 'string' },
    replace: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  operands: [1, 1],
  async run(call) {
    const file = await readFlowFile(firstOperand(call));
    const nodePacks = await nodePacksOf(call);
    const document = readForeignDocument(file.flow, nodePacks);
    const { problems } = checkFlow(document, call.locale, undefined, nodePacks);
    const out = textOption(call, 'out');
    if (out !== undefined) {
      await writeFile(out, `${JSON.stringify(document, null, 2)}\n`);
      const beside = file.product === 'tandem' ? [] : await writeKnowledge(out, file.knowledge);
      const facts = {
        file: out,
        nodes: document.nodes.length,
        knowledge: file.knowledge.length,
        knowledgeFolders: beside,
      };
      return told(call, file, facts, problems, [out, ...beside].join(', '));
    }
    return withRooms(call.io.env, async (rooms) => {
      const found = await rooms.flows.inspectImport(rooms.home, file.content);
      const { conflicts, signer } = found;
      const facts = { knowledge: file.knowledge.length, signer, conflicts };
      const lines = linesOfInspection(call, found);
      if (call.values['dry-run'] === true) {
        const blocked = conflicts.some(({ blocks }) => blocks);
        report(
          call,
          { ok: !blocked, product: file.product, nodes: found.nodes, ...facts, unmatched: file.unmatched, problems },
          lines,
        );
        return blocked ? EXIT.bad : EXIT.good;
      }
      for (const line of lines) call.io.err(line);
      const slug = textOption(call, 'replace');
      const replaced = slug === undefined ? undefined : await flowIdOf(rooms, slug);
      const name = textOption(call, 'name');
      const { flow } = await rooms.flows.importBundle(rooms.home, COMMAND_LINE, file.content, name, replaced);
      await noteInAudit(rooms, 'flow.import', flow.id, { slug: flow.slug, product: file.product });
      return told(call, file, { flow, nodes: flow.nodeCount, ...facts }, problems, flow.slug);
    });
  },
};

/** Who signed it, and what is in its way. */
function linesOfInspection(call: Call, { signer, conflicts }: ImportInspection): readonly string[] {
  const signers = {
    own: words(call, '由本服务器签名', 'Signed by this server'),
    known: words(call, `由「${signer.name ?? ''}」签名`, `Signed by ${signer.name ?? ''}`),
    stranger: words(
      call,
      `由未知的密钥签名：${signer.fingerprint ?? ''}`,
      `Signed by an unknown key: ${signer.fingerprint ?? ''}`,
    ),
    unsigned: '',
  };
  const line = signers[signer.by];
  return [
    ...(line === '' ? [] : [line]),
    ...conflicts.map((one) => `${one.kind}${one.node === null ? '' : ` [${one.node}]`} ${one.message[call.locale]}`),
  ];
}

/** Knowledge beside the document, in folders that `flow run --knowledge` reads. */
async function writeKnowledge(out: string, packs: readonly KnowledgePack[]): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const [index, { documents, questions }] of packs.entries()) {
    const folder = `${out.replace(/\.json$/i, '')}.knowledge${index === 0 ? '' : `-${index + 1}`}`;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'questions.json'), `${JSON.stringify(questions, null, 2)}\n`);
    for (const [at, { text }] of documents.entries()) await writeFile(join(folder, `document-${at + 1}.md`), text);
    folders.push(folder);
  }
  return folders;
}

/** An import with problems is good: what came in is there, and may be mended. */
function told(call: Call, file: FlowFile, facts: object, problems: readonly ShownProblem[], where: string): number {
  const { product, unmatched } = file;
  report(call, { ok: true, product, ...facts, unmatched, problems }, [
    ...problems.flatMap(linesOf),
    ...unmatched.map((one) => {
      const stands = one.node === null ? words(call, '已略过', 'left out') : one.node;
      return `${one.kind} [${one.where}] → ${stands}: ${one.standIn[call.locale]}`;
    }),
    words(call, `已导入：${where}`, `Imported: ${where}`),
  ]);
  return EXIT.good;
}
