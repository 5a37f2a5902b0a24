// The list of conversations, read from the session rows.
import { sql, type Kysely } from 'kysely';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { SessionStatus } from '#nodes/wire/customer.ts';
import type { ConversationRow, ConversationStore } from '#runtime/ports/conversation-store.ts';
import type { Database } from './database.ts';

const STATUSES: readonly SessionStatus[] = ['bot', 'queue', 'person', 'closed'];

/** The conversation list over one database. */
export function createSqlConversationStore(db: Kysely<Database>): ConversationStore {
  return {
    async list(workspaceId, { status, flowId, q, before, limit }) {
      const rows = await conversations(db)
        .where('sessions.workspace_id', '=', workspaceId)
        .$if(status !== undefined, (query) => query.where('sessions.status', '=', status ?? ''))
        .$if(flowId !== undefined, (query) => query.where('sessions.flow_id', '=', flowId ?? ''))
        .$if(q !== undefined && q !== '', (query) =>
          query.where((is) =>
            is.or([
              is('sessions.id', '=', q ?? ''),
              sql<boolean>`contacts.name like ${patternFrom(q ?? '')} escape '\\'`,
              sql<boolean>`contacts.facts like ${patternFrom(q ?? '')} escape '\\'`,
            ]),
          ),
        )
        .$if(before !== undefined, (query) =>
          query.where(
            sql<boolean>`(sessions.created_at, sessions.id) < (${before?.startedAt ?? 0}, ${before?.sessionId ?? ''})`,
          ),
        )
        .orderBy('sessions.created_at', 'desc')
        .orderBy('sessions.id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(conversationFromRow);
    },

    async get(workspaceId, sessionId) {
      const row = await conversations(db)
        .where('sessions.workspace_id', '=', workspaceId)
        .where('sessions.id', '=', sessionId)
        .executeTakeFirst();
      return row === undefined ? undefined : conversationFromRow(row);
    },
  };
}

function patternFrom(q: string): string {
  return `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
}

function conversations(db: Kysely<Database>) {
  return db
    .selectFrom('sessions')
    .leftJoin('flows', (join) =>
      join.onRef('flows.workspace_id', '=', 'sessions.workspace_id').onRef('flows.id', '=', 'sessions.flow_id'),
    )
    .leftJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'sessions.workspace_id')
        .onRef('contacts.id', '=', 'sessions.contact_id'),
    )
    .leftJoin('messages', (join) =>
      join.onRef('messages.session_id', '=', 'sessions.id').onRef('messages.seq', '=', 'sessions.last_seq'),
    )
    .select([
      'sessions.id',
      'sessions.flow_id',
      'sessions.version',
      'sessions.contact_id',
      'sessions.locale',
      'sessions.channel',
      'sessions.status',
      'sessions.created_at',
      'sessions.updated_at',
      'sessions.last_seq',
      'flows.name as flow_name',
      'contacts.name as contact_name',
      'messages.body as last_body',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof conversations>['execute']>>[number];

function conversationFromRow(row: Row): ConversationRow {
  return {
    sessionId: row.id,
    flow: { id: row.flow_id, name: row.flow_name ?? '', version: row.version },
    customer: { id: row.contact_id, name: row.contact_name ?? '' },
    locale: row.locale,
    channel: row.channel,
    status: STATUSES.find((status) => status === row.status) ?? 'closed',
    startedAt: row.created_at,
    lastAt: row.updated_at,
    messageCount: row.last_seq,
    lastText: row.last_body === null ? '' : textOf(row.last_body),
  };
}

function textOf(body: string): string {
  const message: unknown = JSON.parse(body);
  return isJsonObject(message) && typeof message['text'] === 'string' ? message['text'] : '';
}
