// tandem flow import: a bundle or document into the database, or with --out into a flow document of this version.
import { writeFile } from 'node:fs/promises';
import { readForeignDocument } from '#runtime/flows/read-document.ts';
import { checkFlow, linesOf, type ShownProblem } from './checked-flow.ts';
import { EXIT, firstOperand, report, textOption, words, type Call, type Command } from './command.ts';
import { readFlowFile } from './flow-file.ts';
import { COMMAND_LINE, noteInAudit, withRooms } from './rooms.ts';

export const flowImport: Command = {
  name: 'flow import',
  usage: 'FILE [--out FILE] [--name NAME]',
  summary: { 'zh-CN': '导入流程；--out 只转换成流程文件', en: 'Imports a flow; --out only converts it' },
  options: { out: { type: 'string' }, name: { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const file = await readFlowFile(firstOperand(call));
    const document = readForeignDocument(file.flow);
    const { problems } = checkFlow(document, call.locale);
    const out = textOption(call, 'out');
    if (out !== undefined) {
      await writeFile(out, `${JSON.stringify(document, null, 2)}\n`);
      return told(call, { file: out, nodes: document.nodes.length, knowledge: file.knowledge.length }, problems, out);
    }
    const bundle = { format: 'tandem.bundle', formatVersion: 1, flow: file.flow, knowledge: file.knowledge };
    const { flow } = await withRooms(call.io.env, async (rooms) => {
      const imported = await rooms.flows.importBundle(rooms.home, COMMAND_LINE, bundle, textOption(call, 'name'));
      await noteInAudit(rooms, 'flow.import', imported.flow.id, { slug: imported.flow.slug });
      return imported;
    });
    return told(call, { flow, nodes: flow.nodeCount, knowledge: file.knowledge.length }, problems, flow.slug);
  },
};

/** An import with problems is good: what came in is there, and may be mended. */
function told(call: Call, facts: object, problems: readonly ShownProblem[], where: string): number {
  report(call, { ok: true, ...facts, unmatched: [], problems }, [
    ...problems.flatMap(linesOf),
    words(call, `已导入：${where}`, `Imported: ${where}`),
  ]);
  return EXIT.good;
}
