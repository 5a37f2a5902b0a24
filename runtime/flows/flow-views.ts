// Flows and versions as the API shows them, and the refusals that the whole room gives.
import { FlowError } from '#nodes/kit/errors.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowDetail, FlowSummary, FlowVersion } from '#nodes/wire/flows.ts';
import type { Author, StoredFlow, StoredVersion } from '#runtime/ports/flow-store.ts';

/** A flow with its draft. */
export function detailOf(found: { readonly flow: StoredFlow; readonly document: FlowDocument }): FlowDetail {
  return { flow: summaryOf(found.flow), revision: found.flow.draftRevision, document: found.document };
}

/** A flow in the list. */
export function summaryOf(flow: StoredFlow): FlowSummary {
  return {
    id: flow.id,
    slug: flow.slug,
    name: flow.name,
    nodeCount: flow.nodeCount,
    draftRevision: flow.draftRevision,
    draftAt: isoFrom(flow.draftAt),
    draftBy: flow.draftBy.name,
    publishedVersion: flow.publishedVersion,
    publishedAt: flow.publishedAt === null ? null : isoFrom(flow.publishedAt),
    changed: flow.draftHash !== flow.publishedHash && flow.draftHash !== flow.candidate?.hash,
    rollout: flow.candidate === null ? null : { version: flow.candidate.version, share: flow.candidate.share },
  };
}

/** A version in the list; `current` is the published one. */
export function versionOf(version: StoredVersion, current: number | null): FlowVersion {
  return {
    version: version.version,
    note: version.note,
    by: version.by.name,
    at: isoFrom(version.at),
    nodeCount: version.nodeCount,
    current: version.version === current,
  };
}

/** A time on the wire. */
export function isoFrom(at: number): string {
  return new Date(at).toISOString();
}

/** There is no such flow or version in this workspace. */
export function notFound(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow or version here.');
}

/** Another flow has this address. */
export function nameTaken(slug: string): FlowError {
  return new FlowError('NAME_TAKEN', `The address "${slug}" is already in use. Choose another one.`, { slug });
}

type Refused = { outcome: 'missing' } | { outcome: 'conflict'; revision: number; by: Author; at: number };

/** The draft is not the one that was meant. */
export function refusal(written: Refused): FlowError {
  if (written.outcome === 'missing') return notFound();
  return new FlowError(
    'REVISION_CONFLICT',
    'Someone else saved this flow meanwhile. Load their draft, or copy yours into a new flow.',
    { revision: written.revision, by: written.by.name, at: isoFrom(written.at) },
  );
}
