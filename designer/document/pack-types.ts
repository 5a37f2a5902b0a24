// Own node types in the editor; loaded only where the server has any.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { pinPacks, registryOf, unpinned } from '#nodes/packs/pinned-packs.ts';
import type { NodeTypes } from './graph.ts';

/** The types of the editor, and the draft with the nodes of older versions of a pack lifted to this one. */
export function withPacks(
  document: FlowDocument,
  packs: readonly PackDefinition[],
): { readonly document: FlowDocument; readonly types: NodeTypes } {
  return { document: unpinned(pinPacks(unpinned(document), packs)), types: registryOf(packs) };
}
