// The worker that checks the flow, so that typing never waits for it.
import { validateFlow, type ValidateContext } from '#nodes/flow/validate.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { registryOf } from '#nodes/packs/pinned-packs.ts';

/** A check to be made; answers carry its number. */
export interface CheckRequest {
  readonly number: number;
  readonly document: FlowDocument;
  readonly context: Omit<ValidateContext, 'types'>;
  /** The operator's own node types; sent with the first check, they hold for those that follow. */
  readonly packs?: readonly PackDefinition[];
}

let types: ValidateContext['types'];

self.addEventListener('message', (event: MessageEvent<CheckRequest>) => {
  const { number, document, context, packs } = event.data;
  if (packs !== undefined) types = registryOf(packs);
  self.postMessage({ number, problems: validateFlow(document, types === undefined ? context : { ...context, types }) });
});
