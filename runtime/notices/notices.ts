// The room's one door: whom a notice reaches, the list of each reader, and telling those who look right now.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import type { Role } from '#nodes/wire/access.ts';
import type { Notice, NoticeList } from '#nodes/wire/notices.ts';
import { customerName } from '#runtime/contacts/contacts.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { NewNotice, NoticeStore, StoredNotice } from '#runtime/ports/notice-store.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';

/** Notices that a list shows. */
const LISTED = 100;
/** Colleagues that one notice reaches at most. */
const MOST_READERS = 500;
const DESK_ROLES: ReadonlySet<Role> = new Set(['agent', 'supervisor', 'admin']);

/** A colleague as a step may name them. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** What the room leans on. */
export interface NoticesDeps {
  readonly store: NoticeStore;
  readonly bus: LiveBus;
  readonly clock: Pick<Clock, 'now'>;
  /** Accounts of the workspace that are not switched off, oldest first. */
  readonly colleagues: (workspaceId: string) => Promise<readonly Colleague[]>;
  /** Who is at the desk now. */
  readonly online: (workspaceId: string) => readonly { readonly id: string }[];
}

/** The notices room. Scoped to a workspace and a reader. */
export interface Notices {
  list(workspaceId: string, personId: string): Promise<NoticeList>;
  /** Marks these (undefined: all) as read and answers the list. */
  read(workspaceId: string, personId: string, ids: readonly string[] | undefined): Promise<NoticeList>;
  colleagues(workspaceId: string): Promise<readonly Colleague[]>;
  /** The local effect `notice.address`. */
  address(workspaceId: string, request: EffectRequests['notice.address']): Promise<EffectResults['notice.address']>;
  /** Tells colleagues something beside a turn; a repeat with the same id does nothing. */
  send(workspaceId: string, notice: Omit<NewNotice, 'at'>): Promise<void>;
  /** To be called after each committed turn; tells the readers who look. Never rejects. */
  afterTurn(turn: TurnWrite): Promise<void>;
}

/** The bus topic of one reader. */
export function noticeTopic(workspaceId: string, personId: string): string {
  return `notices:${workspaceId}:${personId}`;
}

/** Opens the room. */
export function createNotices(deps: NoticesDeps): Notices {
  const { store, bus, clock } = deps;

  async function list(workspaceId: string, personId: string): Promise<NoticeList> {
    const [found, unread] = await Promise.all([
      store.list(workspaceId, personId, LISTED),
      store.unread(workspaceId, personId),
    ]);
    return { notices: found.map(noticeView), unread };
  }

  async function tell(workspaceId: string, sessionId: string, at: number): Promise<void> {
    for (const { personId, notice } of await store.madeAt(workspaceId, sessionId, at)) {
      bus.publish(noticeTopic(workspaceId, personId), { type: 'notice', notice: noticeView(notice) });
    }
  }

  return {
    list,
    async read(workspaceId, personId, ids) {
      await store.markRead(workspaceId, personId, ids, clock.now());
      return list(workspaceId, personId);
    },
    colleagues: (workspaceId) => deps.colleagues(workspaceId),

    async address(workspaceId, { target, person }) {
      if (target === 'online') {
        return {
          people: deps
            .online(workspaceId)
            .map(({ id }) => id)
            .slice(0, MOST_READERS),
        };
      }
      const everybody = await deps.colleagues(workspaceId);
      const reached = everybody.filter(({ id, role }) => (target === 'person' ? id === person : DESK_ROLES.has(role)));
      return { people: reached.map(({ id }) => id).slice(0, MOST_READERS) };
    },

    async send(workspaceId, notice) {
      const at = clock.now();
      if (await store.add(workspaceId, { ...notice, at })) await tell(workspaceId, notice.sessionId, at);
    },

    async afterTurn({ domain, session, journal }) {
      if (!domain.some(({ kind }) => kind === 'notice.send')) return;
      // Whoever missed it finds it in the list; the turn itself is committed.
      await tell(session.workspaceId, session.id, journal.at).catch(() => undefined);
    },
  };
}

function noticeView(stored: StoredNotice): Notice {
  const { locale, at, readAt, customer, ...rest } = stored;
  return {
    ...rest,
    customer: { id: customer.id, name: customerName(customer, locale) },
    at: new Date(at).toISOString(),
    readAt: readAt === null ? null : new Date(readAt).toISOString(),
  };
}
