// Which names an expression reads, for find-usages, the variable picker and validation.
import { parseExpression } from './parse-expression.ts';
import type { Expression } from './syntax.ts';

/** Dotted paths in order of appearance, each once: `customer.name`, `items`. A computed key ends the path. None when the source cannot be read. */
export function referencesIn(source: string): readonly string[] {
  const parsed = parseExpression(source);
  if (!parsed.ok) return [];
  const paths = new Set<string>();
  collect(parsed.ast, paths);
  return [...paths];
}

/** The dotted path of a name or of a member with fixed keys; null for anything else. */
export function pathOf(tree: Expression): string | null {
  if (tree.kind === 'name') return tree.name;
  if (tree.kind !== 'member' || tree.key.kind !== 'literal' || typeof tree.key.value !== 'string') return null;
  const object = pathOf(tree.object);
  return object === null ? null : `${object}.${tree.key.value}`;
}

/** The trees directly inside a tree. */
export function childrenOf(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'list':
      return tree.items;
    case 'object':
      return tree.entries.map((entry) => entry.value);
    case 'member':
      return [tree.object, tree.key];
    case 'call':
      return tree.args;
    case 'unary':
      return [tree.operand];
    case 'binary':
    case 'logic':
      return [tree.left, tree.right];
    case 'choose':
      return [tree.test, tree.then, tree.otherwise];
  }
}

function collect(tree: Expression, paths: Set<string>): void {
  const path = pathOf(tree);
  if (path !== null) {
    paths.add(path);
    return;
  }
  for (const child of childrenOf(tree)) collect(child, paths);
}
