// Which version a new session gets while a release goes to a share of them: the same for a visitor each time.
import { createHash } from 'node:crypto';
import type { PublishedRef } from '#runtime/ports/published-flows.ts';

/**
 * The published version, or the candidate for the visitors whose number (0 to 99.99…, from their id, the flow and the candidate) is
 * under its share. Raising the share keeps everybody who had the candidate already.
 */
export function versionFor(ref: PublishedRef, visitorId: string): number {
  const { candidate } = ref;
  if (candidate === undefined) return ref.version;
  const digest = createHash('sha256').update(`${ref.flowId}\n${candidate.version}\n${visitorId}`).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100 < candidate.share ? candidate.version : ref.version;
}
