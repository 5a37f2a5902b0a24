// Where a notice leads.
import type { Notice } from '#nodes/wire/notices.ts';

/** The lead, the open handoff, or the conversation; undefined when it leads nowhere. */
export function noticeAddress({ linked, leadId, handoffId, sessionId }: Notice): string | undefined {
  if (!linked) return undefined;
  if (leadId !== null) return `/leads?lead=${encodeURIComponent(leadId)}`;
  return handoffId === null ? `/conversations/${sessionId}` : `/desk/${handoffId}`;
}
