// The variables a node may read: declared ones, those set before it, and what every session knows.
import type { FlowDocument } from '#nodes/flow/document.ts';
import { configOf, displayName, nodeById, typeOf, upstreamOf, type NodeTypes } from './graph.ts';
import type { Locale } from '#nodes/kit/localized.ts';

export type VariableType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object';

export interface KnownVariable {
  readonly name: string;
  readonly type: VariableType;
  /** Where it comes from: declared for the flow, set by a node before this one, or always there. */
  readonly from: 'flow' | 'node' | 'session';
  /** Name of the node that sets it. */
  readonly node?: string;
  readonly description?: string;
}

const ALWAYS: readonly KnownVariable[] = [
  { name: 'customer.name', type: 'text', from: 'session' },
  { name: 'customer.phone', type: 'text', from: 'session' },
  { name: 'customer.email', type: 'text', from: 'session' },
  { name: 'turn.text', type: 'text', from: 'session' },
  { name: 'session.locale', type: 'text', from: 'session' },
  { name: 'session.channel', type: 'text', from: 'session' },
];

/** Variables that may have a value when the node runs, nearest first. `id` null: everything the flow knows. */
export function variablesAt(
  document: FlowDocument,
  types: NodeTypes,
  id: string | null,
  locale: Locale,
): readonly KnownVariable[] {
  const found = new Map<string, KnownVariable>();
  const before = id === null ? document.nodes.map((node) => node.id) : upstreamOf(document, id);
  for (const nodeId of before) {
    const node = nodeById(document, nodeId);
    if (node === undefined) continue;
    for (const written of writesOf(types, node)) {
      if (written.name === '' || found.has(written.name)) continue;
      found.set(written.name, { ...written, from: 'node', node: displayName(types, node, locale) });
    }
  }
  for (const variable of document.variables) {
    const { name, type, description } = variable;
    const set = found.get(name);
    found.set(name, {
      name,
      type,
      from: set === undefined ? 'flow' : 'node',
      ...(set?.node === undefined ? {} : { node: set.node }),
      ...(description === undefined ? {} : { description }),
    });
  }
  for (const variable of ALWAYS) if (!found.has(variable.name)) found.set(variable.name, variable);
  return [...found.values()];
}

function writesOf(
  types: NodeTypes,
  node: FlowDocument['nodes'][number],
): readonly { readonly name: string; readonly type: VariableType }[] {
  try {
    return typeOf(types, node)?.writes?.(configOf(types, node)) ?? [];
  } catch {
    return [];
  }
}
