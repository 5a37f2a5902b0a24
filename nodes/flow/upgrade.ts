// Old documents: lifted to today's format and node versions, or refused with a list of what cannot be read.
import { misfitsOf } from '#nodes/kit/check.ts';
import { fitsDeclared } from '#nodes/kit/declared-check.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { FLOW_FORMAT, FlowDocumentSchema, type FlowDocument, type FlowNode } from './document.ts';
import { problem } from './problem.ts';

/**
 * Reads any JSON as a flow document. Unknown node types and bad configs are kept: `validateFlow` names them. What only `composeFlow`
 * writes is left behind: a document is read as it was drawn, and calls that somebody else inlined are not believed.
 */
export function upgradeFlow(
  json: unknown,
  types: Readonly<Record<string, NodeType>> = NODE_TYPES,
):
  | { readonly ok: true; readonly document: FlowDocument }
  | { readonly ok: false; readonly problems: readonly FlowProblem[] } {
  if (typeof json !== 'object' || json === null || (json as { format?: unknown }).format !== 'tandem.flow') {
    return refuse(
      'FLOW_FORMAT_UNKNOWN',
      { 'zh-CN': '这不是一份流程文件。', en: 'This is not a flow document.' },
      { 'zh-CN': '请选择从本产品导出的文件。', en: 'Choose a file that was exported from this product.' },
    );
  }
  const version = (json as { formatVersion?: unknown }).formatVersion;
  if (typeof version !== 'number' || version > FLOW_FORMAT) {
    return refuse(
      'FLOW_FORMAT_UNKNOWN',
      {
        'zh-CN': `这份流程来自更新的版本（格式 ${String(version)}）。`,
        en: `This flow comes from a newer release (format ${String(version)}).`,
      },
      { 'zh-CN': '请先升级服务器。', en: 'Upgrade the server first.' },
    );
  }
  if (!fitsDeclared(FlowDocumentSchema, json)) {
    const problems = misfitsOf(FlowDocumentSchema, json)
      .slice(0, 20)
      .map((error) =>
        problem('DOCUMENT_INVALID', 'error', null, {
          message: {
            'zh-CN': `流程文件的 ${error.instancePath || '/'} 不符合格式：${error.message}`,
            en: `${error.instancePath || '/'} of the document is not of the declared form: ${error.message}`,
          },
          fix: { 'zh-CN': '请修正该处，或重新导出。', en: 'Correct this place, or export the flow again.' },
          field: error.instancePath,
        }),
      );
    return { ok: false, problems };
  }
  const document = withoutCalls(json);
  return {
    ok: true,
    document: { ...document, nodes: document.nodes.map((node) => upgradeNode(node, types[node.type])) },
  };
}

function withoutCalls(document: FlowDocument): FlowDocument {
  const { frames: _frames, ...drawn } = document as FlowDocument & { readonly frames?: unknown };
  const nodes = drawn.nodes.map((node: FlowNode & { readonly frame?: unknown }) => {
    if (!('frame' in node)) return node;
    const { frame: _frame, ...own } = node;
    return own;
  });
  return { ...drawn, nodes };
}

function upgradeNode(node: FlowNode, type: NodeType | undefined): FlowNode {
  if (type === undefined || node.version >= type.version) return node;
  let config: unknown = node.config;
  try {
    for (let version = node.version; version < type.version; version++)
      config = type.upgrades?.[version]?.(config) ?? config;
  } catch {
    // Not what that version ever wrote: left as it is, and named by the check of its config.
    return node;
  }
  return { ...node, version: type.version, config: config as FlowNode['config'] };
}

function refuse(
  code: string,
  message: Bilingual,
  fix: Bilingual,
): { readonly ok: false; readonly problems: readonly FlowProblem[] } {
  return { ok: false, problems: [problem(code, 'error', null, { message, fix })] };
}
