// How a stored lead looks on the wire.
import type { Lead } from '#nodes/wire/leads.ts';
import type { StoredLead } from '#runtime/ports/lead-store.ts';

/** The wire form. `push` is `off` when no push was ever queued. */
export function leadView(stored: StoredLead): Lead {
  const { consent } = stored;
  return {
    id: stored.id,
    name: stored.name,
    phone: stored.phone,
    email: stored.email,
    wechat: stored.wechat,
    values: { ...stored.values },
    stage: stored.stage,
    owner: stored.owner,
    partial: stored.partial,
    consent: { ...consent, at: consent.at === null ? null : isoFrom(consent.at) },
    source: { ...stored.source },
    sessionId: stored.sessionId,
    flow: stored.flow,
    submissions: stored.submissions,
    note: stored.note,
    createdAt: isoFrom(stored.createdAt),
    updatedAt: isoFrom(stored.updatedAt),
    openedAt: stored.openedAt === null ? null : isoFrom(stored.openedAt),
    offer:
      stored.offer === null
        ? null
        : { to: stored.offer.to, dueAt: stored.offer.dueAt === null ? null : isoFrom(stored.offer.dueAt) },
    push: stored.push ?? { state: 'off', attempts: 0, lastError: '' },
  };
}

function isoFrom(at: number): string {
  return new Date(at).toISOString();
}
