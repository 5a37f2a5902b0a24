// Events in SQL; their rows are written by turns.
import { sql, type Kysely } from 'kysely';
import type { EventFilter, EventStore } from '#runtime/ports/event-store.ts';
import type { Database } from './database.ts';
import { parseObject } from './parse-object.ts';

const MOST_NAMES = 200;
/** Names times days. */
const MOST_DAYS = 10_000;

/** The event store over one database. */
export function createSqlEventStore(db: Kysely<Database>): EventStore {
  const chosen = (workspaceId: string, flowId: string, { since, until, name }: EventFilter) =>
    db
      .selectFrom('tracked_events')
      .where('workspace_id', '=', workspaceId)
      .where('flow_id', '=', flowId)
      .where('at', '>=', since)
      .where('at', '<', until)
      .$if(name !== undefined, (query) => query.where('name', '=', name ?? ''));

  return {
    async waiting(workspaceId, name, key, limit) {
      const rows = await db
        .selectFrom('event_waits')
        .select('session_id')
        .distinct()
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('key', '=', key)
        .limit(limit)
        .execute();
      return rows.map((row) => row.session_id);
    },

    async isWaiting(workspaceId, sessionId, name, key) {
      const row = await db
        .selectFrom('event_waits')
        .select('node')
        .where('workspace_id', '=', workspaceId)
        .where('session_id', '=', sessionId)
        .where('name', '=', name)
        .where('key', '=', key)
        .executeTakeFirst();
      return row !== undefined;
    },

    async tracked(workspaceId, flowId, filter, limit) {
      const rows = await chosen(workspaceId, flowId, filter).selectAll().orderBy('at', 'desc').limit(limit).execute();
      return rows.map((row) => ({
        name: row.name,
        properties: parseObject(row.properties),
        value: row.value,
        node: row.node,
        version: row.version,
        sessionId: row.session_id,
        contactId: row.contact_id,
        at: row.at,
      }));
    },

    async daily(workspaceId, flowId, filter, offsetMs) {
      const day = sql<number>`(at + ${offsetMs}) / 86400000`;
      return chosen(workspaceId, flowId, filter)
        .select(({ fn }) => [day.as('day'), 'name', fn.countAll<number>().as('count')])
        .groupBy(['day', 'name'])
        .orderBy('day')
        .orderBy('name')
        .limit(MOST_DAYS)
        .execute();
    },

    async totals(workspaceId, flowId, filter) {
      const rows = await chosen(workspaceId, flowId, filter)
        .select(({ fn }) => [
          'name',
          fn.countAll<number>().as('count'),
          fn.count<number>('session_id').distinct().as('sessions'),
          fn.sum<number | null>('value').as('value'),
        ])
        .groupBy('name')
        .orderBy('count', 'desc')
        .limit(MOST_NAMES)
        .execute();
      return rows.map(({ name, count, sessions, value }) => ({ name, count, sessions, value: value ?? 0 }));
    },
  };
}
