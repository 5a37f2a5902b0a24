// Which packs a document was made with: pinned into what is published or played, so that a changed pack changes nothing that is live.
import { fits } from '#nodes/kit/check.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { PackDefinitionSchema, type PackDefinition } from './pack-definition.ts';
import { nodeTypeFromPack } from './pack-node.ts';

/** A document that carries the declarations of the packs its nodes are of. */
export interface PinnedFlow extends FlowDocument {
  readonly packs?: readonly PackDefinition[];
}

/** The built-in types with those of packs. Built-in ones cannot be replaced: their names hold no slash. */
export function registryOf(packs: readonly PackDefinition[]): Readonly<Record<string, NodeType>> {
  if (packs.length === 0) return NODE_TYPES;
  return Object.assign(
    Object.create(null) as Record<string, NodeType>,
    NODE_TYPES,
    Object.fromEntries(packs.map((pack) => [pack.type, nodeTypeFromPack(pack)])),
  );
}

/** Registries by the list of packs they were made of: a document is asked for its types again and again. */
const known = new WeakMap<object, Readonly<Record<string, NodeType>>>();

/** The types a document is to be read with: the built-in ones and those pinned into it. */
export function typesOf(document: FlowDocument): Readonly<Record<string, NodeType>> {
  const { packs } = parsePinned(document);
  if (!Array.isArray(packs)) return NODE_TYPES;
  const found = known.get(packs) ?? registryOf(packsOf(document));
  known.set(packs, found);
  return found;
}

/** The declarations pinned into a document; what is none is passed over, and its nodes are of an unknown type. */
export function packsOf(document: FlowDocument): readonly PackDefinition[] {
  const { packs } = parsePinned(document);
  if (!Array.isArray(packs)) return [];
  return packs.filter((pack: unknown): pack is PackDefinition => fits(PackDefinitionSchema, pack));
}

/**
 * Pins the packs that the nodes of a draft are of, and lifts these nodes to the version of their pack. A document that has pinned packs
 * already, or uses none, comes back as it is.
 */
export function pinPacks(document: FlowDocument, packs: readonly PackDefinition[]): FlowDocument {
  if (parsePinned(document).packs !== undefined) return document;
  const used = new Set(document.nodes.map(({ type }) => type));
  const pinned = packs.filter(({ type }) => used.has(type));
  if (pinned.length === 0) return document;
  const types = registryOf(pinned);
  const withPacks: PinnedFlow = {
    ...document,
    nodes: document.nodes.map((node) => (node.type.includes('/') ? liftedNode(node, types[node.type]) : node)),
    packs: pinned,
  };
  return withPacks;
}

/** The document without its pinned packs, as drafts are kept: those of this server are meant. */
export function unpinned(document: FlowDocument): FlowDocument {
  if (parsePinned(document).packs === undefined) return document;
  const { packs: _packs, ...rest } = parsePinned(document);
  return rest;
}

function liftedNode(node: FlowNode, type: NodeType | undefined): FlowNode {
  if (type === undefined || node.version >= type.version) return node;
  const lift = type.upgrades?.[node.version];
  return { ...node, version: type.version, config: parseConfig(lift?.(node.config) ?? node.config) };
}

function parsePinned(document: FlowDocument): PinnedFlow {
  return document;
}

/** An upgrade gives a config. */
function parseConfig(config: unknown): FlowNode['config'] {
  return config as FlowNode['config'];
}
