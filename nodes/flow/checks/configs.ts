// Identity and config: unique ids, known types, versions this build can read, configs that satisfy their schema.
import { misfitsOf, type Misfit } from '#nodes/kit/check.ts';
import { fitsDeclared } from '#nodes/kit/declared-check.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import { problem } from '../problem.ts';
import { nameOf } from './checked-flow.ts';

/** Checks each node by itself and returns those that later checks may trust. */
export function checkConfigs(document: FlowDocument, types: Readonly<Record<string, NodeType>>) {
  const problems: FlowProblem[] = [];
  const sound = new Map<string, { node: FlowNode; type: NodeType }>();
  const seen = new Set<string>();
  for (const node of document.nodes) {
    const name = nameOf(node, types);
    if (seen.has(node.id)) {
      problems.push(
        problem('NODE_ID_TAKEN', 'error', node.id, {
          message: { 'zh-CN': `编号「${node.id}」用了两次。`, en: `The id "${node.id}" is used twice.` },
          fix: { 'zh-CN': '删除其中一个再重新添加。', en: 'Delete one of them and add it again.' },
        }),
      );
      continue;
    }
    seen.add(node.id);
    const type = types[node.type];
    if (type === undefined) {
      problems.push(
        problem('NODE_UNKNOWN', 'error', node.id, {
          message: {
            'zh-CN': `「${name['zh-CN']}」的类型「${node.type}」在这里不存在。`,
            en: `"${name.en}" has the type "${node.type}", which does not exist here.`,
          },
          fix: {
            'zh-CN': '安装提供它的节点包，或换成其他节点。',
            en: 'Install the node pack that brings it, or replace the node.',
          },
        }),
      );
      continue;
    }
    if (node.version > type.version) {
      problems.push(
        problem('NODE_VERSION_NEWER', 'error', node.id, {
          message: {
            'zh-CN': `「${name['zh-CN']}」来自更新的版本（${String(node.version)}）。`,
            en: `"${name.en}" comes from a newer release (version ${String(node.version)}).`,
          },
          fix: { 'zh-CN': '请先升级服务器，再打开这份流程。', en: 'Upgrade the server before using this flow.' },
        }),
      );
      continue;
    }
    const isSound = fitsOnce(type, node.config);
    problems.push(...(isSound ? ownProblems(node, type) : schemaProblems(node, type)));
    if (isSound) sound.set(node.id, { node, type });
  }
  return { problems, sound };
}

/** The first node whose type is unknown or whose config is not of the declared form. Compiling one may take any time, or fail anywhere. */
export function firstUnsound({ nodes }: FlowDocument, types: Readonly<Record<string, NodeType>>): FlowNode | undefined {
  return nodes.find((node) => {
    const type = types[node.type];
    return type === undefined || node.version > type.version || !fitsOnce(type, node.config);
  });
}

/** Configs that were checked already: the designer checks the whole flow after every edit, and an edit changes one of them. */
const checked = new WeakMap<object, { readonly type: NodeType; readonly isSound: boolean }>();

function fitsOnce(type: NodeType, config: FlowNode['config']): boolean {
  const known = checked.get(config);
  if (known?.type === type) return known.isSound;
  const isSound = fitsDeclared(type.config, config);
  checked.set(config, { type, isSound });
  return isSound;
}

/** One problem for each setting: a text that may have two forms fails in several ways at once. */
function schemaProblems(node: FlowNode, type: NodeType): readonly FlowProblem[] {
  const first = new Map<string, Misfit>();
  for (const misfit of misfitsOf(type.config, node.config)) {
    const setting = misfit.instancePath.split('/')[1] ?? '';
    if (!first.has(setting)) first.set(setting, misfit);
  }
  return [...first.values()].slice(0, 5).map((error) =>
    problem('CONFIG_INVALID', 'error', node.id, {
      message: {
        'zh-CN': `设置项 ${error.instancePath || '/'} 不正确：${error.message}`,
        en: `The setting ${error.instancePath || '/'} is wrong: ${error.message}`,
      },
      fix: { 'zh-CN': '打开节点，重新填写这一项。', en: 'Open the node and fill in this setting again.' },
      field: error.instancePath,
    }),
  );
}

function ownProblems(node: FlowNode, type: NodeType): readonly FlowProblem[] {
  return (type.check?.(node.config) ?? []).map((found) =>
    problem(found.mustMend === true ? 'CONFIG_INVALID' : 'CONFIG_PROBLEM', found.severity, node.id, {
      message: found.message,
      fix: { 'zh-CN': '打开节点修改这一项。', en: 'Open the node and change this setting.' },
      field: found.field,
    }),
  );
}
