// Every use of a variable in a flow and in its tests.
import type { NodeType } from '#nodes/kit/define-node.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import { RESERVED_NAMES } from '../scope.ts';
import { mentionsInExpression, mentionsInTemplate, type Subject } from './mentions.ts';
import { textPlaces, type TextPlace } from './places.ts';
import { expectationsOf, type TestUsage, type Usage } from './usage.ts';

const FACT = 'customer.';

/** The variable of a name as the panel shows it: `order_no`, or `customer.phone` for a fact about the customer. */
export function subjectOf(document: Pick<FlowDocument, 'variables'>, shown: string): Subject {
  const name = shown.startsWith(FACT) ? shown.slice(FACT.length) : shown;
  const scope = document.variables.find((variable) => variable.name === name)?.scope;
  // A name of the language hides a variable that is called the same.
  const bare = !RESERVED_NAMES.has(name) && (name === shown || scope === 'customer');
  if (name !== shown) return { name, bare, vars: false, customer: true };
  return { name, bare, vars: scope === undefined || scope === 'session', customer: scope === 'customer' };
}

/** Every use in the drawing, in its order. Its declaration is none. */
export function usagesOfVariable(
  document: FlowDocument,
  shown: string,
  types: Readonly<Record<string, NodeType>> = NODE_TYPES,
): readonly Usage[] {
  return usesOf(document, subjectOf(document, shown), types);
}

/** The same for a subject. */
export function usesOf(
  document: FlowDocument,
  subject: Subject,
  types: Readonly<Record<string, NodeType>>,
): readonly Usage[] {
  const found = textPlaces(document, types).flatMap((place): Usage[] => {
    if (!isMentioned(place, subject)) return [];
    const { node, field, kind, text } = place;
    return [{ how: kind === 'target' || kind === 'fact' ? 'writes' : 'reads', node, field, text }];
  });
  const named = new Set(found.filter(({ how }) => how === 'writes').map(({ node }) => node));
  const own = document.nodes
    .filter((node) => !named.has(node.id) && writesOf(types, node).some((name) => isTarget(name, subject)))
    .map(({ id }): Usage => ({ how: 'writes', node: id, field: '', text: '' }));
  if (own.length === 0) return found;
  const order = new Map(document.nodes.map(({ id }, index) => [id, index]));
  const rank = ({ node }: Usage) => (node === null ? -1 : (order.get(node) ?? 0));
  return [...found, ...own].sort((a, b) => rank(a) - rank(b));
}

/** Every use in one test. */
export function variableInDialogue(dialogue: Dialogue, subject: Subject): readonly TestUsage[] {
  return expectationsOf(dialogue)
    .filter(({ expect }) => Object.keys(expect.variables ?? {}).some((path) => isPathOf(path, subject)))
    .map(({ turn }) => ({ turn, what: 'expects' }));
}

/** Does a path of a test's expectation (`order.no`, `customer.name`) lead to the variable? */
export function isPathOf(path: string, subject: Subject): boolean {
  const [first, second] = path.split('.');
  return (
    (subject.bare && first === subject.name) || (subject.customer && first === 'customer' && second === subject.name)
  );
}

/** Is this what a step stores into? */
export function isTarget(target: string, { name, bare, customer }: Subject): boolean {
  return (bare && target === name) || (customer && target === `${FACT}${name}`);
}

/** The names a step says it stores into; a half-written step says none. */
export function writesOf(types: Readonly<Record<string, NodeType>>, node: FlowNode): readonly string[] {
  try {
    const type = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    return (type?.writes?.(node.config) ?? []).map(({ name }) => name);
  } catch {
    return [];
  }
}

function isMentioned({ kind, text }: TextPlace, subject: Subject): boolean {
  switch (kind) {
    case 'target':
      return isTarget(text, subject);
    case 'fact':
      return subject.customer && text === subject.name;
    case 'expression':
      return (mentionsInExpression(text, subject) ?? []).length > 0;
    case 'template':
      return (mentionsInTemplate(text, subject) ?? []).length > 0;
  }
}
