// Flows and versions of the store as the wire shows them.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowDetail, FlowSummary, FlowVersion } from '#nodes/wire/flows.ts';
import type { StoredFlow, StoredVersion } from '#runtime/ports/flow-store.ts';

export function detailOf(found: { readonly flow: StoredFlow; readonly document: FlowDocument }): FlowDetail {
  return { flow: summaryOf(found.flow), revision: found.flow.draftRevision, document: found.document };
}

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

export function isoFrom(at: number): string {
  return new Date(at).toISOString();
}
