// Notices to colleagues in SQL.
import { sql, type Kysely } from 'kysely';
import type { NoticeStore, StoredNotice } from '#runtime/ports/notice-store.ts';
import type { Database } from './database.ts';

/** The notice store over one database. */
export function createSqlNoticeStore(db: Kysely<Database>): NoticeStore {
  return {
    async list(workspaceId, personId, limit) {
      const rows = await notices(db)
        .where('notice_readers.workspace_id', '=', workspaceId)
        .where('notice_readers.person_id', '=', personId)
        .orderBy('notice_readers.at', 'desc')
        .orderBy('notices.id')
        .limit(limit)
        .execute();
      return rows.map(noticeFromRow);
    },

    async unread(workspaceId, personId) {
      const row = await db
        .selectFrom('notice_readers')
        .select(db.fn.countAll<number>().as('count'))
        .where('workspace_id', '=', workspaceId)
        .where('person_id', '=', personId)
        .where('read_at', 'is', null)
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async madeAt(workspaceId, sessionId, at) {
      const rows = await notices(db)
        .where('notices.workspace_id', '=', workspaceId)
        .where('notices.session_id', '=', sessionId)
        .where('notices.at', '=', at)
        .execute();
      return rows.map((row) => ({ personId: row.person_id, notice: noticeFromRow(row) }));
    },

    add: (workspaceId, notice) =>
      db.transaction().execute(async (trx) => {
        const session = await trx
          .selectFrom('sessions')
          .select(['flow_id', 'contact_id', 'locale'])
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', notice.sessionId)
          .executeTakeFirst();
        if (session === undefined) return false;
        await trx
          .insertInto('notices')
          .values({
            workspace_id: workspaceId,
            id: notice.id,
            session_id: notice.sessionId,
            ...session,
            department: '',
            text: notice.text,
            urgent: notice.urgent ? 1 : 0,
            linked: 1,
            lead_id: notice.leadId,
            at: notice.at,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        for (const person of notice.people) {
          await trx
            .insertInto('notice_readers')
            .values({
              workspace_id: workspaceId,
              notice_id: notice.id,
              person_id: person,
              at: notice.at,
              read_at: null,
            })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        return true;
      }),

    async markRead(workspaceId, personId, ids, at) {
      if (ids?.length === 0) return;
      await db
        .updateTable('notice_readers')
        .set({ read_at: at })
        .where('workspace_id', '=', workspaceId)
        .where('person_id', '=', personId)
        .where('read_at', 'is', null)
        .$if(ids !== undefined, (query) => query.where('notice_id', 'in', [...(ids ?? [])]))
        .execute();
    },
  };
}

function notices(db: Kysely<Database>) {
  return db
    .selectFrom('notice_readers')
    .innerJoin('notices', (join) =>
      join
        .onRef('notices.workspace_id', '=', 'notice_readers.workspace_id')
        .onRef('notices.id', '=', 'notice_readers.notice_id'),
    )
    .leftJoin('flows', (join) =>
      join.onRef('flows.workspace_id', '=', 'notices.workspace_id').onRef('flows.id', '=', 'notices.flow_id'),
    )
    .leftJoin('contacts', (join) =>
      join.onRef('contacts.workspace_id', '=', 'notices.workspace_id').onRef('contacts.id', '=', 'notices.contact_id'),
    )
    .selectAll('notices')
    .select([
      'notice_readers.person_id',
      'notice_readers.read_at',
      'flows.name as flow_name',
      'contacts.name as contact_name',
    ])
    .select(
      sql<string | null>`(select handoffs.id from handoffs where handoffs.workspace_id = notices.workspace_id
        and handoffs.session_id = notices.session_id and handoffs.state in ('waiting', 'active') limit 1)`.as(
        'handoff_id',
      ),
    );
}

type NoticeRow = Awaited<ReturnType<ReturnType<typeof notices>['execute']>>[number];

function noticeFromRow(row: NoticeRow): StoredNotice {
  return {
    id: row.id,
    sessionId: row.session_id,
    flow: { id: row.flow_id, name: row.flow_name ?? '' },
    customer: { id: row.contact_id, name: row.contact_name ?? '' },
    locale: row.locale,
    department: row.department,
    text: row.text,
    urgent: row.urgent === 1,
    linked: row.linked === 1,
    handoffId: row.handoff_id,
    leadId: row.lead_id,
    at: row.at,
    readAt: row.read_at,
  };
}
