// tandem flow check: the problems of a flow document, a bundle or a template, each with its node and how to mend it.
import { FlowError } from '#nodes/kit/errors.ts';
import { checkFlow, linesOf, problemFromError, type ShownProblem } from './checked-flow.ts';
import { EXIT, firstOperand, report, words, type Call, type Command } from './command.ts';
import { readFlowFile } from './flow-file.ts';
import { nodePacksOf } from './node-packs.ts';
import { siblingCalls } from './sibling-calls.ts';

export const flowCheck: Command = {
  name: 'flow check',
  usage: 'FILE',
  summary: { 'zh-CN': '检查流程文件，列出问题、所在节点和改法', en: 'Lists the problems of a flow, with node and fix' },
  operands: [1, 1],
  async run(call) {
    const problems = await problemsOf(call);
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const warnings = problems.length - errors;
    report(call, { ok: errors === 0, errors, warnings, problems }, [
      ...problems.flatMap(linesOf),
      words(call, `${errors} 个错误，${warnings} 个提醒`, `${errors} errors, ${warnings} warnings`),
    ]);
    return errors === 0 ? EXIT.good : EXIT.bad;
  },
};

async function problemsOf(call: Call): Promise<readonly ShownProblem[]> {
  try {
    const path = firstOperand(call);
    const { flow } = await readFlowFile(path);
    return checkFlow(flow, call.locale, await siblingCalls(path, flow), await nodePacksOf(call)).problems;
  } catch (error) {
    if (error instanceof FlowError) return [problemFromError(error)];
    throw error;
  }
}
