// What the checks of a flow look at, and how they call a node.
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { FlowDocument, FlowNode } from '../document.ts';

/** A document with its nodes matched to their types, as the checks see it. */
export interface CheckedFlow {
  readonly document: FlowDocument;
  readonly types: Readonly<Record<string, NodeType>>;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Nodes whose type is known and whose config satisfies its schema. */
  readonly sound: ReadonlyMap<string, { readonly node: FlowNode; readonly type: NodeType }>;
  readonly knowledgeBaseIds: readonly string[] | undefined;
}

/** How a node is called in a problem: its name, else the title of its type, else its id. */
export function nameOf(
  node: FlowNode,
  types: Readonly<Record<string, NodeType>>,
): { readonly 'zh-CN': string; readonly en: string } {
  if (node.name !== '') return { 'zh-CN': node.name, en: node.name };
  return types[node.type]?.title ?? { 'zh-CN': node.id, en: node.id };
}
