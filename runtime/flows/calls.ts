// The flows a document calls, fetched from the store so that the pure core can inline them.
import { composeFlow, openCalls, type CallableFlow, type ResolveCall } from '#nodes/flow/compose-flow.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowCallRow, FlowStore, FlowVersionStore } from '#runtime/ports/flow-store.ts';

/** Fetches every flow that a document calls; published versions are whole already, so one level is enough. */
export async function loadCalls(
  store: FlowStore & FlowVersionStore,
  workspaceId: string,
  document: FlowDocument,
): Promise<ResolveCall> {
  const found = new Map<string, CallableFlow | 'missing' | 'version'>();
  for (const { call } of openCalls(document)) {
    const key = keyOf(call.flow, call.version);
    if (!found.has(key)) found.set(key, await load(store, workspaceId, call.flow, call.version));
  }
  return (flow, version) => found.get(keyOf(flow, version)) ?? 'missing';
}

/** The document with everything it calls inlined; null when it calls nothing. Call `validateFlow` first: what cannot be inlined gives null too. */
export function composedOf(document: FlowDocument, resolve: ResolveCall, flowId: string): FlowDocument | null {
  if (openCalls(document).length === 0) return null;
  const composed = composeFlow(document, resolve, flowId);
  return composed.ok ? composed.document : null;
}

/** What a version calls, as it is kept to find the callers of a flow. */
export function callRows(document: FlowDocument, resolve: ResolveCall): readonly FlowCallRow[] {
  const rows = new Map<string, FlowCallRow>();
  for (const { call } of openCalls(document)) {
    const found = resolve(call.flow, call.version);
    if (typeof found === 'string') continue;
    const pinned = call.version > 0;
    rows.set(`${call.flow} ${String(found.version)} ${String(pinned)}`, {
      flowId: call.flow,
      version: found.version,
      pinned,
    });
  }
  return [...rows.values()];
}

async function load(
  store: FlowStore & FlowVersionStore,
  workspaceId: string,
  flowId: string,
  version: number,
): Promise<CallableFlow | 'missing' | 'version'> {
  const known = await store.get(workspaceId, flowId);
  const newest = known?.flow.publishedVersion ?? null;
  if (known === undefined || newest === null) return 'missing';
  const wanted = version === 0 ? newest : version;
  const stored = await store.version(workspaceId, flowId, wanted);
  if (stored === undefined) return 'version';
  return { flow: flowId, version: wanted, name: known.flow.name, document: stored.composed };
}

function keyOf(flow: string, version: number): string {
  return `${String(version)} ${flow}`;
}
