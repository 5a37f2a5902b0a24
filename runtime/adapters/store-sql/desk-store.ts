// Handoffs and notes in SQL.
import type { Kysely } from 'kysely';
import { EMOTIONS } from '#nodes/kit/effects.ts';
import type { DeskStore, HandoffState, StoredHandoff } from '#runtime/ports/desk-store.ts';
import { withCorrections } from './corrected-handoffs.ts';
import type { Database } from './database.ts';
import { parseObject } from './parse-object.ts';

/** How many recent waits the estimate rests on. */
const RECENT_WAITS = 10;
const OPEN = ['waiting', 'active'] as const;
const STATES: readonly HandoffState[] = ['waiting', 'active', 'resolved', 'returned', 'abandoned', 'timeout'];

/** The desk's store over one database. */
export function createSqlDeskStore(db: Kysely<Database>): DeskStore {
  return {
    async open(workspaceId, limit) {
      const rows = await handoffs(db)
        .where('handoffs.workspace_id', '=', workspaceId)
        .where('handoffs.state', 'in', OPEN)
        .orderBy('handoffs.priority', 'desc')
        .orderBy('handoffs.created_at')
        .limit(limit)
        .execute();
      return withCorrections(db, workspaceId, rows.map(handoffFromRow));
    },

    async get(workspaceId, handoffId) {
      const row = await handoffs(db)
        .where('handoffs.workspace_id', '=', workspaceId)
        .where('handoffs.id', '=', handoffId)
        .executeTakeFirst();
      return row === undefined ? undefined : withCorrection(db, handoffFromRow(row));
    },

    async ofSession(workspaceId, sessionId) {
      const row = await handoffs(db)
        .where('handoffs.workspace_id', '=', workspaceId)
        .where('handoffs.session_id', '=', sessionId)
        .orderBy('handoffs.created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : withCorrection(db, handoffFromRow(row));
    },

    async load(workspaceId, department) {
      const counts = await db
        .selectFrom('handoffs')
        .select(['state', db.fn.countAll<number>().as('count')])
        .where('workspace_id', '=', workspaceId)
        .where('state', 'in', OPEN)
        .$if(department !== '', (query) => query.where('department', '=', department))
        .groupBy('state')
        .execute();
      const recent = await db
        .selectFrom('handoffs')
        .select(['created_at', 'claimed_at'])
        .where('workspace_id', '=', workspaceId)
        .where('claimed_at', 'is not', null)
        .orderBy('claimed_at', 'desc')
        .limit(RECENT_WAITS)
        .execute();
      const of = (state: string): number => counts.find((row) => row.state === state)?.count ?? 0;
      return {
        waiting: of('waiting'),
        active: of('active'),
        recentWaitsMs: recent.map((row) => (row.claimed_at ?? row.created_at) - row.created_at),
      };
    },

    async markRead(workspaceId, handoffId) {
      await db
        .updateTable('handoffs')
        .set({ unread: 0 })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', handoffId)
        .where('unread', '>', 0)
        .execute();
    },

    async addNote(workspaceId, handoffId, note) {
      await db
        .insertInto('handoff_notes')
        .values({
          workspace_id: workspaceId,
          handoff_id: handoffId,
          id: note.id,
          by_id: note.by.id,
          by_name: note.by.name,
          text: note.text,
          at: note.at,
        })
        .execute();
    },

    async notes(workspaceId, handoffId) {
      const rows = await db
        .selectFrom('handoff_notes')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('handoff_id', '=', handoffId)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        at: row.at,
        by: { id: row.by_id, name: row.by_name },
        text: row.text,
      }));
    },
  };
}

async function withCorrection(db: Kysely<Database>, handoff: StoredHandoff): Promise<StoredHandoff> {
  const [corrected] = await withCorrections(db, handoff.workspaceId, [handoff]);
  return corrected ?? handoff;
}

function handoffs(db: Kysely<Database>) {
  return db
    .selectFrom('handoffs')
    .leftJoin('flows', (join) =>
      join.onRef('flows.workspace_id', '=', 'handoffs.workspace_id').onRef('flows.id', '=', 'handoffs.flow_id'),
    )
    .leftJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'handoffs.workspace_id')
        .onRef('contacts.id', '=', 'handoffs.contact_id'),
    )
    .selectAll('handoffs')
    .select(['flows.name as flow_name', 'contacts.name as contact_name']);
}

type HandoffRow = Awaited<ReturnType<ReturnType<typeof handoffs>['execute']>>[number];

function handoffFromRow(row: HandoffRow): StoredHandoff {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    sessionId: row.session_id,
    flow: { id: row.flow_id, name: row.flow_name ?? '', version: row.version },
    customer: { id: row.contact_id, name: row.contact_name ?? '' },
    locale: row.locale,
    source: parseObject(row.source),
    department: row.department,
    reason: row.reason,
    summary: parseObject(row.summary),
    mood: EMOTIONS.find((mood) => mood === row.mood) ?? null,
    moodCorrected: null,
    priority: row.priority,
    state: STATES.find((state) => state === row.state) ?? 'abandoned',
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' },
    createdAt: row.created_at,
    claimedAt: row.claimed_at,
    endedAt: row.ended_at,
    last: row.last_from === '' ? null : { from: row.last_from, text: row.last_text, at: row.last_at },
    unread: row.unread,
  };
}
