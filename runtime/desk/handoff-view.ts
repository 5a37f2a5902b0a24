// How a stored handoff looks on the wire.
import type { Handoff } from '#nodes/wire/desk.ts';
import { customerName } from '#runtime/contacts/contacts.ts';
import type { StoredHandoff } from '#runtime/ports/desk-store.ts';

/** The wire form. */
export function handoffView(stored: StoredHandoff): Handoff {
  return {
    id: stored.id,
    sessionId: stored.sessionId,
    flow: stored.flow,
    customer: { id: stored.customer.id, name: customerName(stored.customer, stored.locale) },
    department: stored.department,
    reason: stored.reason,
    mood: stored.mood,
    moodCorrected: stored.moodCorrected,
    priority: stored.priority,
    state: stored.state,
    agent: stored.agent,
    createdAt: isoFrom(stored.createdAt),
    claimedAt: stored.claimedAt === null ? null : isoFrom(stored.claimedAt),
    endedAt: stored.endedAt === null ? null : isoFrom(stored.endedAt),
    lastMessage: stored.last === null ? null : { ...stored.last, at: isoFrom(stored.last.at) },
    unread: stored.unread,
  };
}

function isoFrom(at: number): string {
  return new Date(at).toISOString();
}
