// Tells open desks what a committed turn changed. Hints only: a desk that missed one reads the lists again.
import type { DeskEvent } from '#nodes/wire/desk.ts';
import type { DeskStore } from '#runtime/ports/desk-store.ts';
import type { LeadStore } from '#runtime/ports/lead-store.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { handoffView } from './handoff-view.ts';

/** What announcing leans on. */
export interface AnnounceDeps {
  readonly store: Pick<DeskStore, 'ofSession'>;
  readonly leads: Pick<LeadStore, 'ofSession'>;
  readonly bus: LiveBus;
}

/** The bus topic of a workspace's desk. */
export function deskTopic(workspaceId: string): string {
  return `desk:${workspaceId}`;
}

/** Publishes an event to the open desks of a workspace. */
export function publishToDesk(bus: LiveBus, workspaceId: string, event: DeskEvent): void {
  bus.publish(deskTopic(workspaceId), event);
}

/** Makes the hook to be called after each committed turn. One turn after the other, so that messages arrive in order; never rejects. */
export function createAnnounce({ store, leads, bus }: AnnounceDeps): (turn: TurnWrite) => Promise<void> {
  let before: Promise<void> = Promise.resolve();

  async function announce(turn: TurnWrite): Promise<void> {
    const { workspaceId, id: sessionId } = turn.session;
    if (turn.domain.some(({ kind }) => kind === 'lead.save')) {
      for (const leadId of await leads.ofSession(workspaceId, sessionId)) {
        publishToDesk(bus, workspaceId, { type: 'lead', leadId });
      }
    }
    if (!concernsDesk(turn)) return;
    const handoff = await store.ofSession(workspaceId, sessionId);
    if (handoff === undefined) return;
    const isOpen = handoff.state === 'waiting' || handoff.state === 'active';
    if (!isOpen && handoff.endedAt !== turn.journal.at) return;
    for (const message of turn.messages) {
      publishToDesk(bus, workspaceId, { type: 'message', handoffId: handoff.id, message });
    }
    publishToDesk(bus, workspaceId, { type: 'handoff', handoff: handoffView(handoff) });
  }

  return (turn) => {
    // With no desk open there is nobody to tell, and nothing to look up.
    if (bus.listeners(deskTopic(turn.session.workspaceId)) === 0) return Promise.resolve();
    if (!concernsDesk(turn) && !turn.domain.some(({ kind }) => kind === 'lead.save')) return Promise.resolve();
    // A lost hint costs nothing but time; the turn itself is committed.
    before = before.then(() => announce(turn)).catch(() => undefined);
    return before;
  };
}

function concernsDesk(turn: TurnWrite): boolean {
  const { status } = turn.session;
  const { event, fault } = turn.journal;
  return (
    status !== 'bot' ||
    fault !== null ||
    event.type.startsWith('handoff.') ||
    event.type === 'agent.accepted' ||
    turn.domain.some(({ kind }) => kind === 'handoff.enqueue' || kind === 'handoff.close')
  );
}
