// The room's one door: the list of all conversations, and one of them whole.
import { FlowError } from '#nodes/kit/errors.ts';
import { compileFlow } from '#nodes/flow/compile.ts';
import type { SessionStatus } from '#nodes/wire/customer.ts';
import type { DebugConversation } from '#nodes/wire/debug.ts';
import type { Conversation, ConversationDetail } from '#nodes/wire/desk.ts';
import { customerName } from '#runtime/contacts/contacts.ts';
import { recordedMocks } from '#runtime/dialogues/dialogue-from-journal.ts';
import type { ConversationRow, ConversationStore } from '#runtime/ports/conversation-store.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { SessionStore, StoredSession } from '#runtime/ports/session-store.ts';
import { debugTurn, type TellWhy } from './debug.ts';
import { firstVersion, replayJournal } from './replay-journal.ts';
import { pathWalked, valuesCollected, type CollectedValue, type PathStep } from './story.ts';

/** Messages of one conversation that are shown at most. */
const MESSAGES_SHOWN = 2000;
const MESSAGES_DEBUGGED = 10_000;

/** What the room leans on. */
export interface ConversationsDeps {
  readonly store: ConversationStore;
  readonly sessions: Pick<SessionStore, 'load' | 'messages' | 'journal'>;
  readonly published: Pick<PublishedFlows, 'load'>;
  /** Says why a turn went as it went. */
  readonly tellWhy: TellWhy;
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
  /** Every turn with the state it left, replayed from the journal. Fails with RESOURCE_NOT_FOUND. */
  debug(workspaceId: string, sessionId: string): Promise<DebugConversation>;
}

/** Opens the room. */
export function createConversations({ store, sessions, published, tellWhy }: ConversationsDeps): Conversations {
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

    async debug(workspaceId, sessionId) {
      const [row, session] = await Promise.all([
        store.get(workspaceId, sessionId),
        sessions.load(workspaceId, sessionId),
      ]);
      if (row === undefined || session === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such conversation here.');
      }
      const [journal, messages] = await Promise.all([
        sessions.journal(workspaceId, sessionId),
        sessions.messages(workspaceId, sessionId, 0, MESSAGES_DEBUGGED),
      ]);
      const moves = journal.flatMap(({ event }) => (event.type === 'session.migrated' ? [event.to] : []));
      const versions = [...new Set([firstVersion(journal, session.version), ...moves, session.version])];
      const flows = (
        await Promise.all(versions.map((version) => published.load(workspaceId, session.flowId, version)))
      ).filter((flow) => flow !== undefined);
      const documents = new Map(flows.map(({ version, document }) => [version, document]));
      const compiled = new Map(flows.map(({ version, document }) => [version, compileFlow(document)]));
      const replayed = replayJournal(journal, compiled, session.version);
      const turns = replayed.flatMap((turn, index) => {
        const document = documents.get(turn.version);
        const before = replayed[index - 1]?.entry.at ?? turn.entry.at;
        return document === undefined ? [] : [debugTurn(turn, document, messages, before, tellWhy)];
      });
      const { id, name } = row.flow;
      return {
        sessionId,
        flow: { id, name, version: session.version },
        documents: flows.map(({ version, document }) => ({ version, document })),
        mocks: { ...recordedMocks(journal) },
        locale: session.locale,
        turns,
      };
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
