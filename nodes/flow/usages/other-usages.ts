// Every use of an intent, and every use of a step by name, in a flow and in its tests.
import type { TSchema } from 'typebox';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { uiOf } from '#nodes/kit/fields.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { FlowDocument } from '../document.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import { childrenOf, pathOf } from '../expression/references.ts';
import type { Expression } from '../expression/syntax.ts';
import { parseTemplate } from '../template.ts';
import { textPlaces } from './places.ts';
import { expectationsOf, type TestUsage, type Usage } from './usage.ts';

type Types = Readonly<Record<string, NodeType>>;

const INTENT_PATHS: ReadonlySet<string> = new Set(['turn.intent', 'turn.intents', 'last.intent', 'last.intents']);

/** Where an intent is listened to, and expressions that compare what was understood with its id. */
export function usagesOfIntent(document: FlowDocument, id: string, types: Types = NODE_TYPES): readonly Usage[] {
  return [
    ...picked(document, types, ['intents', 'intent-list'], id),
    ...inExpressions(document, types, (tree) => hasPath(tree, INTENT_PATHS) && hasText(tree, id)),
  ];
}

/** Steps that name another step (jumps, catches), and expressions that count its visits. Lines are none: the canvas shows them. */
export function usagesOfNode(document: FlowDocument, id: string, types: Types = NODE_TYPES): readonly Usage[] {
  const visits = new Set([`visits.${id}`]);
  return [
    ...picked(document, types, ['node', 'node-list'], id),
    ...inExpressions(document, types, (tree) => hasPath(tree, visits)),
  ];
}

/** Turns of a test that expect the intent. */
export function intentInDialogue(dialogue: Dialogue, id: string): readonly TestUsage[] {
  return expectationsOf(dialogue)
    .filter(({ expect }) => expect.intent === id)
    .map(({ turn }) => ({ turn, what: 'expects' }));
}

/** Turns of a test that expect the step, and the answer it prepares for it. */
export function nodeInDialogue(dialogue: Dialogue, id: string): readonly TestUsage[] {
  const mocks: readonly TestUsage[] = Object.hasOwn(dialogue.mocks ?? {}, id) ? [{ turn: 0, what: 'mocks' }] : [];
  return [
    ...mocks,
    ...expectationsOf(dialogue)
      .filter(({ expect }) => expect.node === id)
      .map(({ turn }): TestUsage => ({ turn, what: 'expects' })),
  ];
}

function picked(document: FlowDocument, types: Types, widgets: readonly string[], id: string): readonly Usage[] {
  return document.nodes.flatMap((node) => {
    const type = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    const properties: Readonly<Record<string, TSchema>> = type?.config.properties ?? {};
    return Object.entries(properties).flatMap(([name, schema]): Usage[] =>
      widgets.includes(uiOf(schema)?.widget ?? '') && idsIn(node.config[name]).includes(id)
        ? [{ how: 'names', node: node.id, field: `/${name}`, text: '' }]
        : [],
    );
  });
}

function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item === 'string') return [item];
    return typeof item === 'object' && item !== null && 'id' in item ? [String(item.id)] : [];
  });
}

function inExpressions(document: FlowDocument, types: Types, is: (tree: Expression) => boolean): readonly Usage[] {
  return textPlaces(document, types).flatMap(({ node, field, kind, text }): Usage[] =>
    treesIn(kind, text).some(is) ? [{ how: 'reads', node, field, text }] : [],
  );
}

function treesIn(kind: string, text: string): readonly Expression[] {
  if (kind === 'expression') {
    const parsed = parseExpression(text);
    return parsed.ok ? [parsed.ast] : [];
  }
  if (kind !== 'template' || !text.includes('{{')) return [];
  const parsed = parseTemplate(text);
  return parsed.ok ? parsed.parts.flatMap((part) => (part.kind === 'placeholder' ? [part.ast] : [])) : [];
}

function hasPath(tree: Expression, paths: ReadonlySet<string>): boolean {
  const path = pathOf(tree);
  if (path !== null && paths.has(path)) return true;
  return childrenOf(tree).some((child) => hasPath(child, paths));
}

function hasText(tree: Expression, text: string): boolean {
  if (tree.kind === 'literal') return tree.value === text;
  return childrenOf(tree).some((child) => hasText(child, text));
}
