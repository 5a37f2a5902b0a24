// The room's one door: the list of all conversations, and one of them whole.
import { FlowError } from '#nodes/kit/errors.ts';
import type { SessionStatus } from '#nodes/wire/customer.ts';
import type { Conversation, ConversationDetail } from '#nodes/wire/desk.ts';
import { customerName } from '#runtime/contacts/contacts.ts';
import type { ConversationRow, ConversationStore } from '#runtime/ports/conversation-store.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { SessionStore, StoredSession } from '#runtime/ports/session-store.ts';
import { pathWalked, valuesCollected, type CollectedValue, type PathStep } from './story.ts';

/** Messages of one conversation that are shown at most. */
const MESSAGES_SHOWN = 2000;

/** What the room leans on. */
export interface ConversationsDeps {
  readonly store: ConversationStore;
  readonly sessions: Pick<SessionStore, 'load' | 'messages' | 'journal'>;
  readonly published: Pick<PublishedFlows, 'load'>;
}

/** What to list. The cursor is the one the page before gave. */
export interface ConversationFilter {
  readonly status?: SessionStatus;
  readonly flowId?: string;
  readonly q?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** The path walked and the values collected, in the given language where there is a choice. */
export interface Story {
  readonly path: readonly PathStep[];
  readonly values: readonly CollectedValue[];
}

/** The conversations room. Scoped to a workspace. */
export interface Conversations {
  list(
    workspaceId: string,
    filter: ConversationFilter,
  ): Promise<{ readonly conversations: readonly Conversation[]; readonly nextCursor: string | null }>;
  /** Fails with RESOURCE_NOT_FOUND. */
  get(workspaceId: string, sessionId: string): Promise<ConversationDetail>;
  story(session: StoredSession): Promise<Story>;
}

/** Opens the room. */
export function createConversations({ store, sessions, published }: ConversationsDeps): Conversations {
  async function story(session: StoredSession): Promise<Story> {
    const { workspaceId, id, locale } = session;
    const journal = await sessions.journal(workspaceId, id);
    // A session that was moved walked each version's own drawing.
    const moves = journal.flatMap(({ event }) => (event.type === 'session.migrated' ? [event.from] : []));
    const [flow, ...earlier] = await Promise.all(
      [session.version, ...new Set(moves)].map((version) => published.load(workspaceId, session.flowId, version)),
    );
    const drawings = new Map(
      [flow, ...earlier].flatMap((one) => (one === undefined ? [] : [[one.version, one.document] as const])),
    );
    const context = session.snapshot?.context ?? { vars: {}, customer: {} };
    return {
      path: pathWalked(journal, drawings, session.version, locale),
      values: valuesCollected(context, flow?.document, locale),
    };
  }

  return {
    story,

    async list(workspaceId, { cursor, limit, ...filter }) {
      const before = cursor === undefined ? undefined : parseCursor(cursor);
      const rows = await store.list(workspaceId, {
        ...filter,
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        conversations: page.map(conversationFrom),
        nextCursor: rows.length > limit && last !== undefined ? `${last.startedAt}.${last.sessionId}` : null,
      };
    },

    async get(workspaceId, sessionId) {
      const [row, session] = await Promise.all([
        store.get(workspaceId, sessionId),
        sessions.load(workspaceId, sessionId),
      ]);
      if (row === undefined || session === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such conversation here.');
      }
      const [messages, { path, values }] = await Promise.all([
        sessions.messages(workspaceId, sessionId, 0, MESSAGES_SHOWN),
        story(session),
      ]);
      return { conversation: conversationFrom(row), messages: [...messages], path: [...path], values: [...values] };
    },
  };
}

function parseCursor(cursor: string): { readonly startedAt: number; readonly sessionId: string } {
  const match = /^(\d{1,15})\.(.{1,128})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new FlowError('REQUEST_INVALID', 'The cursor is not one that this list gave.');
  }
  return { startedAt: Number(match[1]), sessionId: match[2] };
}

function conversationFrom(row: ConversationRow): Conversation {
  return {
    sessionId: row.sessionId,
    flow: row.flow,
    customer: { id: row.customer.id, name: customerName(row.customer, row.locale) },
    channel: row.channel,
    status: row.status,
    startedAt: new Date(row.startedAt).toISOString(),
    lastAt: new Date(row.lastAt).toISOString(),
    messageCount: row.messageCount,
    lastText: row.lastText,
  };
}
