// tandem node check: reads packs of own node types, names everything that is wrong by file and field, and plays their tests.
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { coverageOf, type Trace } from '#runtime/dialogues/coverage.ts';
import { runDialogue } from '#runtime/dialogues/dialogues.ts';
import { lineOfNotice, loadPacks, type NodePacks } from '#runtime/packs/packs.ts';
import { flowOfTest, readPackTest, TESTED_NODE } from '#runtime/packs/pack-test.ts';
import { readPackFolder, type LoadedPack } from '#runtime/packs/read-pack-folder.ts';
import { EXIT, firstOperand, report, UsageError, words, type Call, type Command } from './command.ts';
import { readJsonFile } from './flow-file.ts';
import { openStage } from './stage.ts';

interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
  readonly problems: readonly string[];
}

interface CheckedPack {
  readonly type: string;
  readonly version: number;
  readonly ok: boolean;
  readonly tests: readonly TestResult[];
  /** Ways out that no test takes. */
  readonly untested: readonly string[];
}

export const nodeCheck: Command = {
  name: 'node check',
  usage: '[DIR]',
  summary: {
    'zh-CN': '检查自定义节点并跑它们的测试；DIR 是一个节点包，或装着节点包的目录（默认 TANDEM_NODES_DIR）',
    en: 'Checks own node types and plays their tests; DIR is one pack or a folder of them (TANDEM_NODES_DIR unless told)',
  },
  operands: [0, 1],
  async run(call) {
    const dir = firstOperand(call) || (call.io.env['TANDEM_NODES_DIR'] ?? '');
    if (dir === '')
      throw new UsageError(
        words(call, '要写明目录，或设置 TANDEM_NODES_DIR。', 'Name a folder, or set TANDEM_NODES_DIR.'),
      );
    const { packs, notices, folders } = await packsIn(resolve(dir));
    const checked: CheckedPack[] = [];
    for (const pack of packs) checked.push(await testPack(pack, folders(pack)));
    const ok = notices.length === 0 && checked.length > 0 && checked.every((pack) => pack.ok);
    report(call, { ok, problems: notices, packs: checked }, [
      ...notices.map((notice) => `error ${lineOfNotice(notice, call.locale)}`),
      ...checked.flatMap((pack) => linesOf(call, pack)),
      ...(notices.length + checked.length === 0 ? [words(call, '这里没有节点包。', 'There are no packs here.')] : []),
    ]);
    return ok ? EXIT.good : EXIT.bad;
  },
};

/** The packs of a folder, or the one it is. */
async function packsIn(dir: string): Promise<NodePacks & { readonly folders: (pack: LoadedPack) => string }> {
  const isPack = (await stat(join(dir, 'node.json')).catch(() => undefined))?.isFile() === true;
  if (!isPack) return { ...(await loadPacks(dir)), folders: ({ definition }) => join(dir, definition.type) };
  const read = await readPackFolder(dir);
  return {
    packs: read.ok ? [read.pack] : [],
    notices: read.ok ? [] : read.notices,
    folders: () => dir,
  };
}

/** A pack without tests was not tested. */
async function testPack({ definition }: LoadedPack, folder: string): Promise<CheckedPack> {
  const names = await readdir(join(folder, 'tests')).catch(() => []);
  const tests: TestResult[] = [];
  const traces: Trace[] = [];
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const { result, trace } = await playTest(definition, join(folder, 'tests', name), `tests/${name}`);
    tests.push(result);
    traces.push(trace);
  }
  const blank = { config: {}, variables: {}, dialogue: { name: 'x', turns: [] } };
  const untested = coverageOf(flowOfTest(definition, blank), traces)
    .ports.missing.filter((place) => place.startsWith(`${TESTED_NODE}.`))
    .map((place) => place.slice(TESTED_NODE.length + 1));
  const { type, version } = definition;
  return { type, version, ok: tests.length > 0 && tests.every(({ passed }) => passed), tests, untested };
}

async function playTest(
  definition: LoadedPack['definition'],
  path: string,
  file: string,
): Promise<{ readonly result: TestResult; readonly trace: Trace }> {
  const failed = (problems: readonly string[], name = file) => ({
    result: { file, name, passed: false, problems },
    trace: [],
  });
  try {
    const test = readPackTest(await readJsonFile(path), file);
    const document = flowOfTest(definition, test);
    // The messages behind the ports lead nowhere, as they should.
    const errors = validateFlow(document).filter(({ severity, node }) => severity === 'error' && node === TESTED_NODE);
    if (errors.length > 0)
      return failed(
        errors.map(({ field = '', message }) => `${field === '' ? '' : `/config${field} `}${message.en}`),
        test.dialogue.name,
      );
    const stage = await openStage(document, []);
    try {
      const { name, passed, turns, trace } = await runDialogue(stage.rehearsal, stage.document, test.dialogue);
      const problems = turns.flatMap((turn) => turn.problems.map((problem) => `${turn.act}: ${problem}`));
      return { result: { file, name, passed, problems }, trace };
    } finally {
      await stage.close();
    }
  } catch (error) {
    if (error instanceof FlowError) return failed([error.message]);
    throw error;
  }
}

function linesOf(call: Call, { type, version, tests, untested }: CheckedPack): readonly string[] {
  return [
    `${type} v${version}`,
    ...(tests.length === 0
      ? [words(call, '  FAIL  没有测试（tests/*.json）', '  FAIL  there are no tests (tests/*.json)')]
      : []),
    ...tests.flatMap(({ file, name, passed, problems }) => [
      `  ${passed ? 'pass' : 'FAIL'}  ${file}  ${name}`,
      ...problems.map((problem) => `          ${problem}`),
    ]),
    ...(untested.length === 0
      ? []
      : [`  ${words(call, '没测到的出口', 'ways out no test takes')}: ${untested.join(', ')}`]),
  ];
}
