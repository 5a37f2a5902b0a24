// Every text of a flow that may name something: expressions, templates and names of variables, each with its exact place.
import type { TObject, TSchema } from 'typebox';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { namesOf, uiOf } from '#nodes/kit/fields.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { FlowDocument, FlowNode } from '../document.ts';

/** How a text names things: as an expression, in placeholders, as the variable it stores into, or as a fact about the customer. */
export type PlaceKind = 'expression' | 'template' | 'target' | 'fact';

/** One text. `field` is a JSON pointer into the node's config, or into the document (`/settings/…`) where `node` is null. */
export interface TextPlace {
  readonly node: string | null;
  readonly field: string;
  readonly kind: PlaceKind;
  readonly text: string;
}

/** Widgets whose texts are in a language of their own. */
const FOREIGN: ReadonlySet<string> = new Set(['script', 'keywords', 'patterns']);

/** Every such text of the document, in the order of the drawing; those of disabled nodes too. */
export function textPlaces(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>> = NODE_TYPES,
): readonly TextPlace[] {
  const places: TextPlace[] = [];
  mapTexts(document, types, (place) => {
    places.push(place);
    return place.text;
  });
  return places;
}

/** The document with each such text replaced; what did not change stays the same object. */
export function mapTexts(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>>,
  change: (place: TextPlace) => string,
): FlowDocument {
  const settings = mapped(document.settings, undefined, '/settings', (kind, field, text) =>
    change({ node: null, field, kind, text }),
  );
  const nodes = document.nodes.map((node) => {
    const config = mapNode(node, types, change);
    return config === node.config ? node : { ...node, config };
  });
  const isSame = settings === document.settings && nodes.every((node, index) => node === document.nodes[index]);
  return isSame ? document : { ...document, settings, nodes };
}

function mapNode(
  node: FlowNode,
  types: Readonly<Record<string, NodeType>>,
  change: (place: TextPlace) => string,
): FlowNode['config'] {
  const type = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  const expressions = new Set(type === undefined ? [] : expressionsOf(type, node));
  return mapped(node.config, type?.config, '', (kind, field, text) =>
    change({ node: node.id, field, kind: expressions.has(field) ? 'expression' : kind, text }),
  );
}

/** A node type reads its own config; one that is half written has no such list. */
function expressionsOf(type: NodeType, node: FlowNode): readonly string[] {
  try {
    return (type.reads?.(node.config) ?? []).filter(({ kind }) => kind === 'expression').map(({ field }) => field);
  } catch {
    return [];
  }
}

type Visit = (kind: PlaceKind, field: string, text: string) => string;

function mapped<V>(value: V, schema: TSchema | undefined, pointer: string, visit: Visit): V {
  const widget = schema === undefined ? undefined : uiOf(schema)?.widget;
  if (widget !== undefined && FOREIGN.has(widget)) return value;
  return parseMapped(mappedValue(value, schema, pointer, visit), value);
}

function mappedValue(value: unknown, schema: TSchema | undefined, pointer: string, visit: Visit): unknown {
  if (typeof value === 'string') return visit(kindOf(schema), pointer, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = parseArray(schema)?.items;
    const next = value.map((item: unknown, index) => mapped(item, items, `${pointer}/${String(index)}`, visit));
    return next.every((item, index) => item === value[index]) ? value : next;
  }
  const properties = parseObject(schema)?.properties;
  const next = Object.entries(value).map(([key, member]: [string, unknown]) => {
    const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    return [key, mapped(member, own, `${pointer}/${escaped(key)}`, visit), member] as const;
  });
  return next.every(([, after, before]) => after === before)
    ? value
    : Object.fromEntries(next.map(([key, after]) => [key, after]));
}

function kindOf(schema: TSchema | undefined): PlaceKind {
  if (schema === undefined) return 'template';
  const names = namesOf(schema);
  if (names !== undefined) return names === 'variable' ? 'target' : 'fact';
  const widget = uiOf(schema)?.widget;
  if (widget === 'variable') return 'target';
  return widget === 'expression' || widget === 'condition' ? 'expression' : 'template';
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Mapping keeps the shape: only texts are replaced by texts. */
function parseMapped<V>(next: unknown, before: V): V {
  return next === before ? before : (next as V);
}

function parseArray(schema: TSchema | undefined): { readonly items?: TSchema } | undefined {
  return schema;
}

function parseObject(schema: TSchema | undefined): Partial<TObject> | undefined {
  return schema;
}
