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

/** What tells the open desks. Neither rejects. */
export interface Announce {
  /** To be called after each committed turn. */
  readonly afterTurn: (turn: TurnWrite) => Promise<void>;
  /** To be called after staff corrected a mood. */
  readonly moodCorrected: (workspaceId: string, sessionId: string) => Promise<void>;
}

/** Makes the hooks. One change after the other, so that messages arrive in order and a handoff is never told as it was before. */
export function createAnnounce({ store, leads, bus }: AnnounceDeps): Announce {
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

  async function announceMood(workspaceId: string, sessionId: string): Promise<void> {
    const handoff = await store.ofSession(workspaceId, sessionId);
    if (handoff !== undefined) publishToDesk(bus, workspaceId, { type: 'mood', handoff: handoffView(handoff) });
  }

  function inTurn(workspaceId: string, tell: () => Promise<void>): Promise<void> {
    // With no desk open there is nobody to tell, and nothing to look up.
    if (bus.listeners(deskTopic(workspaceId)) === 0) return Promise.resolve();
    // A lost hint costs nothing but time; what it tells of is committed.
    before = before.then(tell).catch(() => undefined);
    return before;
  }

  return {
    afterTurn(turn) {
      if (!concernsDesk(turn) && !turn.domain.some(({ kind }) => kind === 'lead.save')) return Promise.resolve();
      return inTurn(turn.session.workspaceId, () => announce(turn));
    },
    moodCorrected: (workspaceId, sessionId) => inTurn(workspaceId, () => announceMood(workspaceId, sessionId)),
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
