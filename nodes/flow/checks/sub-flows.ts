// Calls of other flows: they can be inlined, their ways out and inputs match, and nothing goes round through them.
import { fits } from '#nodes/kit/check.ts';
import { LocalizedSchema, type Localized } from '#nodes/kit/localized.ts';
import { packsOf, typesOf } from '#nodes/packs/pinned-packs.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { frameOf } from '../composed.ts';
import { callOf, composeFlow, type ResolveCall } from '../compose-flow.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import { problem } from '../problem.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';
import { checkConfigs } from './configs.ts';
import { checkCycles } from './cycles.ts';
import { checkParallels } from './parallels.ts';

const LABEL = LocalizedSchema();

/** Checks the calls against the flows they name, and looks for circles and waiting branches with what is called in its place. */
export function checkSubFlows(
  flow: CheckedFlow,
  resolve: ResolveCall | undefined,
  self = '',
): {
  readonly calls: readonly FlowProblem[];
  readonly circles: readonly FlowProblem[];
  readonly forks: readonly FlowProblem[];
} {
  const calls = [...flow.sound.values()].filter(({ node }) => callOf(node) !== undefined);
  const alone = () => ({ circles: checkCycles(flow), forks: checkParallels(flow) });
  if (calls.length === 0 || resolve === undefined) return { calls: [], ...alone() };
  const composed = composeFlow(flow.document, resolve, self, flow.types);
  if (!composed.ok) return { calls: composed.problems, ...alone() };
  return {
    calls: calls.flatMap(({ node }) => callProblems(flow, node, resolve)),
    ...throughCalls(flow, composed.document),
  };
}

function callProblems(flow: CheckedFlow, node: FlowNode, resolve: ResolveCall): readonly FlowProblem[] {
  const call = callOf(node);
  const found = call === undefined ? 'missing' : resolve(call.flow, call.version);
  if (typeof found === 'string') return [];
  const name = nameOf(node, flow.types);
  const problems: FlowProblem[] = [];
  const exits = exitsOf(found.document);
  const drawn = (flow.types[node.type]?.ports(node.config) ?? []).map(({ id }) => id);
  for (const id of exits.map((exit) => exit.id).filter((exit) => !drawn.includes(exit))) {
    problems.push(
      problem('SUBFLOW_EXIT_NEW', 'warning', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」调用的流程有新出口「${id}」，现在会走「完成」。`,
          en: `The flow "${name.en}" calls has a new exit "${id}"; for now it leaves by Done.`,
        },
        fix: {
          'zh-CN': '打开节点，点「刷新出口」，再接好线。',
          en: 'Open the node, press "Refresh exits", and connect it.',
        },
        field: '/call',
      }),
    );
  }
  const ends = new Set(['done', 'error', ...exits.map(({ id }) => id)]);
  for (const id of drawn.filter((port) => !ends.has(port))) {
    problems.push(
      problem('SUBFLOW_EXIT_UNKNOWN', 'error', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」的出口「${id}」在子流程里已经没有了。`,
          en: `"${name.en}" has the way out "${id}", which the sub-flow no longer has.`,
        },
        fix: { 'zh-CN': '打开节点，点「刷新出口」。', en: 'Open the node and press "Refresh exits".' },
        field: `port:${id}`,
      }),
    );
  }
  if (!found.document.nodes.some((inner) => inner.type === 'start' && frameOf(inner) === undefined)) {
    problems.push(
      problem('SUBFLOW_NO_START', 'error', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」调用的流程没有「开始」。`,
          en: `The flow that "${name.en}" calls has no Start.`,
        },
        fix: { 'zh-CN': '在那个流程里加一个「开始」并发布。', en: 'Add a Start to that flow and publish it.' },
        field: '/call',
      }),
    );
  }
  const known = new Set(found.document.variables.map((variable) => variable.name));
  inputNames(node).forEach((input, index) => {
    if (known.has(input)) return;
    problems.push(
      problem('SUBFLOW_INPUT_UNKNOWN', 'warning', node.id, {
        message: {
          'zh-CN': `子流程没有声明变量「${input}」。`,
          en: `The sub-flow declares no variable called "${input}".`,
        },
        fix: {
          'zh-CN': '检查拼写，或在子流程的变量面板里声明它。',
          en: 'Check the spelling, or declare it in the sub-flow.',
        },
        field: `/inputs/${String(index)}/variable`,
      }),
    );
  });
  return problems;
}

/** Circles and waiting branches of everything in one drawing; what is inside a called flow is named at the call it goes through. */
function throughCalls(flow: CheckedFlow, composed: FlowDocument) {
  const nodes = new Map(composed.nodes.map((node) => [node.id, node]));
  const types = packsOf(composed).length === 0 ? flow.types : typesOf(composed);
  const { sound } = checkConfigs(composed, types);
  const whole: CheckedFlow = { ...flow, document: composed, types, nodes, sound };
  const outermost = (id: string): string => {
    const caller = nodes.get(id) === undefined ? undefined : frameOf(nodes.get(id) as FlowNode);
    return caller === undefined ? id : outermost(caller);
  };
  const atTheCall = (found: FlowProblem) => ({ ...found, node: found.node === null ? null : outermost(found.node) });
  return { circles: checkCycles(whole).map(atTheCall), forks: checkParallels(whole).map(atTheCall) };
}

/** The named exits of a flow that may be called, each once. */
export function exitsOf(document: FlowDocument): readonly { readonly id: string; readonly label: Localized }[] {
  const found = new Map<string, Localized>();
  for (const node of document.nodes) {
    const { exit, label } = node.config;
    if (node.type !== 'exit' || node.disabled === true || frameOf(node) !== undefined) continue;
    if (typeof exit === 'string' && !found.has(exit)) found.set(exit, fits(LABEL, label) ? label : exit);
  }
  return [...found].map(([id, label]) => ({ id, label }));
}

function inputNames(node: FlowNode): readonly string[] {
  const inputs = node.config['inputs'];
  if (!Array.isArray(inputs)) return [];
  return inputs.map((input: unknown) =>
    typeof input === 'object' && input !== null && 'variable' in input ? String(input.variable) : '',
  );
}
