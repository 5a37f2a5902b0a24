// What the conditions of a flow compare with: values that an answer or a mock must have to take one way or another.
import { childrenOf, pathOf } from '#nodes/flow/expression/references.ts';
import { parseExpression } from '#nodes/flow/expression/parse-expression.ts';
import type { Expression } from '#nodes/flow/expression/syntax.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { Json } from '#nodes/kit/json.ts';

/** Values by the dotted path they are compared with, in the order of the drawing. */
export type FlowLiterals = ReadonlyMap<string, readonly Json[]>;

/** Collects them from every expression of the flow. */
export function literalsIn(document: FlowDocument): FlowLiterals {
  const found = new Map<string, Json[]>();
  const note = (path: string, ...values: readonly Json[]): void => {
    const list = found.get(path) ?? [];
    found.set(path, [...list, ...values.filter((value) => !list.includes(value))]);
  };
  const types = typesOf(document);
  for (const node of document.nodes) {
    for (const source of expressionsOf(node, types[node.type])) {
      const parsed = parseExpression(source);
      if (parsed.ok) collect(parsed.ast, note);
    }
    noteCases(node, note);
  }
  return found;
}

function expressionsOf(node: FlowNode, type: NodeType | undefined): readonly string[] {
  try {
    return (type?.reads?.(parseConfig(node.config)) ?? []).flatMap(({ kind, source }) =>
      kind === 'expression' && typeof source === 'string' ? [source] : [],
    );
  } catch {
    // A draft may hold a config that its type cannot read; the checks say so.
    return [];
  }
}

function collect(tree: Expression, note: (path: string, ...values: readonly Json[]) => void): void {
  if (tree.kind === 'binary') {
    for (const [side, other] of [
      [tree.left, tree.right],
      [tree.right, tree.left],
    ] as const) {
      const path = subjectOf(side);
      if (path === null) continue;
      if (other.kind === 'literal') note(path, ...around(other.value));
      if (other.kind === 'list') {
        note(path, ...other.items.flatMap((item) => (item.kind === 'literal' ? [item.value] : [])));
      }
    }
  }
  const path = pathOf(tree);
  if (path !== null) {
    // Looked at without a comparison: something or nothing may stand there.
    note(path, true, 'x');
    return;
  }
  for (const child of childrenOf(tree)) collect(child, note);
}

/** The path of `x`, `lower(x)`, `x ?? 0`. */
function subjectOf(tree: Expression): string | null {
  const path = pathOf(tree);
  if (path !== null) return path;
  if (tree.kind === 'call') return tree.args[0] === undefined ? null : subjectOf(tree.args[0]);
  return tree.kind === 'logic' && tree.operator === '??' ? subjectOf(tree.left) : null;
}

function around(value: Json): readonly Json[] {
  return typeof value === 'number' ? [value, value + 1, value - 1] : [value];
}

/** The cases of a switch are compared with its expression. */
function noteCases(node: FlowNode, note: (path: string, ...values: readonly Json[]) => void): void {
  const { expression, cases } = node.config;
  if (typeof expression !== 'string' || !Array.isArray(cases)) return;
  const parsed = parseExpression(expression);
  const path = parsed.ok ? subjectOf(parsed.ast) : null;
  if (path === null) return;
  for (const one of cases as readonly unknown[]) {
    if (typeof one === 'object' && one !== null && 'value' in one && typeof one.value === 'string')
      note(path, one.value);
  }
}

/** Node types read their own config. */
function parseConfig(config: FlowNode['config']): never {
  return config as never;
}
