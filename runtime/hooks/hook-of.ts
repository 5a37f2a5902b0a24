// Which node of which version a call is for.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { PublishedRef } from '#runtime/ports/published-flows.ts';
import { versionFor } from '#runtime/sessions/version-for.ts';
import type { PlayableFlows } from '#runtime/sessions/playable-flows.ts';

/** Versions ready to be played. */
export type HookFlows = PlayableFlows;

/** An `onWebhook` node, read. */
export interface Hook {
  readonly node: string;
  /** The name of a credential. */
  readonly secret: string;
  readonly schema: JsonObject | undefined;
  /** Where the body names a conversation, and the customer. */
  readonly sessionPath: string;
  readonly customerPath: string;
  /** Somewhere in the flow an answer is written. */
  readonly answers: boolean;
}

/** The node that would hear the call, in the version that a conversation of this id gets. */
export async function hookOf(
  flows: HookFlows,
  ref: PublishedRef,
  sessionId: string,
  key: string,
): Promise<Hook | undefined> {
  const flow = await flows.load(ref.workspaceId, ref.flowId, versionFor(ref, sessionId));
  const match = flow?.compiled.triggers.bySignal(`webhook:${key}`);
  const node = match === undefined ? undefined : flow?.compiled.nodes.get(match.node);
  if (flow === undefined || node?.type !== 'onWebhook') return undefined;
  const text = (name: string): string => {
    const value = node.config[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    node: node.id,
    secret: text('secret'),
    schema: text('schema').trim() === '' ? undefined : parseSchema(text('schema')),
    sessionPath: text('sessionPath'),
    customerPath: text('customerPath'),
    answers: flow.compiled.document.nodes.some(({ type, disabled }) => type === 'respond' && disabled !== true),
  };
}

/** The node's own check lets nothing else be published. */
function parseSchema(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}
