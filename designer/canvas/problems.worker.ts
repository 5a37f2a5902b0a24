// The worker that checks the flow, so that typing never waits for it.
import { validateFlow, type ValidateContext } from '#nodes/flow/validate.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';

/** A check to be made; answers carry its number. */
export interface CheckRequest {
  readonly number: number;
  readonly document: FlowDocument;
  readonly context: ValidateContext;
}

self.addEventListener('message', (event: MessageEvent<CheckRequest>) => {
  const { number, document, context } = event.data;
  self.postMessage({ number, problems: validateFlow(document, context) });
});
