// tandem flow import: a bundle, a document or another product's export into the database, or with --out into a flow document.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readForeignDocument } from '#runtime/flows/read-document.ts';
import type { KnowledgePack } from '#runtime/flows/flow-knowledge.ts';
import { checkFlow, linesOf, type ShownProblem } from './checked-flow.ts';
import { EXIT, firstOperand, report, textOption, words, type Call, type Command } from './command.ts';
import { readFlowFile, type FlowFile } from './flow-file.ts';
import { COMMAND_LINE, noteInAudit, withRooms } from './rooms.ts';

export const flowImport: Command = {
  name: 'flow import',
  usage: 'FILE [--out FILE] [--name NAME]',
  summary: {
    'zh-CN': '导入流程，也可以是 Typebot、Dify、Botpress 的导出或问答 CSV；--out 只转换成流程文件',
    en: 'Imports a flow, also from Typebot, Dify, Botpress or a CSV of questions; --out only converts it',
  },
  options: { out: { type: 'string' }, name: { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const file = await readFlowFile(firstOperand(call));
    const document = readForeignDocument(file.flow);
    const { problems } = checkFlow(document, call.locale);
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
    const bundle = { format: 'tandem.bundle', formatVersion: 1, flow: file.flow, knowledge: file.knowledge };
    const { flow } = await withRooms(call.io.env, async (rooms) => {
      const imported = await rooms.flows.importBundle(rooms.home, COMMAND_LINE, bundle, textOption(call, 'name'));
      await noteInAudit(rooms, 'flow.import', imported.flow.id, { slug: imported.flow.slug, product: file.product });
      return imported;
    });
    return told(call, file, { flow, nodes: flow.nodeCount, knowledge: file.knowledge.length }, problems, flow.slug);
  },
};

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
