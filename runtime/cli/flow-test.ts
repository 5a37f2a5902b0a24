// tandem flow test: plays the golden conversations of a template, of a bundle, or of a whole folder of templates.
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { DIALOGUE_WORKSPACE } from '#runtime/dialogues/conversation.ts';
import { coverageOf, placesIn, type Coverage } from '#runtime/dialogues/coverage.ts';
import { runDialogue, type DialogueResult } from '#runtime/dialogues/dialogues.ts';
import { generateDialogues } from '#runtime/dialogues/generate-dialogues.ts';
import { playableFlow } from './checked-flow.ts';
import { EXIT, firstOperand, report, words, type Call, type Command } from './command.ts';
import { flowPathsIn, readFlowFile } from './flow-file.ts';
import { nodePacksOf } from './node-packs.ts';
import { siblingCalls } from './sibling-calls.ts';
import { openStage } from './stage.ts';

interface Tested {
  readonly name: string;
  readonly ok: boolean;
  readonly dialogues: readonly Omit<DialogueResult, 'trace'>[];
  readonly coverage: Coverage;
  /** With `--generate`: dialogues that come where the file's do not, and what all of them cover together. */
  readonly generated?: { readonly dialogues: readonly Dialogue[]; readonly coverage: Coverage };
}

export const flowTest: Command = {
  name: 'flow test',
  usage: 'PATH [--generate]',
  summary: {
    'zh-CN': '跑模板或流程包里的对话，给出结果和节点、出口覆盖率；--generate 再为没走到的地方找对话',
    en: 'Plays the dialogues of a template or bundle; node and port coverage; --generate finds dialogues for the rest',
  },
  options: { generate: { type: 'boolean' } },
  operands: [1, 1],
  async run(call) {
    const tested: Tested[] = [];
    for (const path of await flowPathsIn(firstOperand(call))) tested.push(await test(call, path));
    const ok = tested.every((flow) => flow.ok);
    report(
      call,
      { ok, flows: tested },
      tested.flatMap((flow) => linesOf(call, flow)),
    );
    return ok ? EXIT.good : EXIT.bad;
  },
};

async function test(call: Call, path: string): Promise<Tested> {
  const file = await readFlowFile(path);
  const calls = await siblingCalls(path, file.flow);
  const document = playableFlow(file.flow, call.locale, calls, await nodePacksOf(call));
  const stage = await openStage(document, file.knowledge, calls);
  try {
    for (const line of stage.unread) call.io.err(line);
    const results: DialogueResult[] = [];
    for (const dialogue of file.dialogues) results.push(await runDialogue(stage.rehearsal, stage.document, dialogue));
    const traces = results.map(({ trace }) => trace);
    const generated =
      call.values['generate'] === true
        ? await generateDialogues(await stage.rehearsal.open(DIALOGUE_WORKSPACE, stage.document), {
            covered: placesIn(traces.flat()),
          })
        : undefined;
    return {
      name: file.name,
      // A flow without dialogues was not tested.
      ok: results.length > 0 && results.every(({ passed }) => passed) && stage.unread.length === 0,
      dialogues: results.map(({ name, passed, turns }) => ({ name, passed, turns })),
      coverage: coverageOf(stage.document, traces),
      ...(generated === undefined
        ? {}
        : {
            generated: {
              dialogues: generated.dialogues,
              coverage: coverageOf(stage.document, [...traces, ...generated.traces]),
            },
          }),
    };
  } finally {
    await stage.close();
  }
}

function linesOf(call: Call, { name, dialogues, coverage, generated }: Tested): readonly string[] {
  const share = ({ covered, total }: Coverage['nodes']) =>
    `${covered}/${total}${total === 0 ? '' : ` (${Math.floor((covered / total) * 100)}%)`}`;
  const missing = ({ nodes, ports }: Coverage) =>
    nodes.missing.length + ports.missing.length === 0
      ? []
      : [`  ${words(call, '没走到', 'not reached')}${open([...nodes.missing, ...ports.missing])}`];
  const open = (places: readonly string[]) => (places.length === 0 ? '' : `: ${places.slice(0, 12).join(', ')}`);
  return [
    name,
    ...(dialogues.length === 0 ? [words(call, '  没有对话可跑', '  no dialogues to play')] : []),
    ...dialogues.flatMap((dialogue) => [
      `  ${dialogue.passed ? 'pass' : 'FAIL'}  ${dialogue.name}`,
      ...dialogue.turns.flatMap(({ act, problems }) => problems.map((problem) => `          ${act}: ${problem}`)),
    ]),
    words(
      call,
      `  节点 ${share(coverage.nodes)}，出口 ${share(coverage.ports)}`,
      `  nodes ${share(coverage.nodes)}, ports ${share(coverage.ports)}`,
    ),
    ...missing(coverage),
    ...(generated === undefined
      ? []
      : [
          ...generated.dialogues.map((dialogue) => `  ${words(call, '找到', 'found')}  ${dialogue.name}`),
          words(
            call,
            `  加上找到的：节点 ${share(generated.coverage.nodes)}，出口 ${share(generated.coverage.ports)}`,
            `  with those found: nodes ${share(generated.coverage.nodes)}, ports ${share(generated.coverage.ports)}`,
          ),
          ...missing(generated.coverage),
        ]),
  ];
}
