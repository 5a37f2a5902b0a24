// The clean-up in SQL: one short transaction a batch, so that no turn waits for it.
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Cleared, RetentionStore } from '#runtime/ports/retention-store.ts';
import type { Database } from './database.ts';

/** Unread notices are kept so many times as long as read ones. */
const UNREAD_FACTOR = 4;

interface Span {
  readonly now: number;
  readonly before: number;
}

/** The retention store over one database. */
export function createSqlRetentionStore(db: Kysely<Database>): RetentionStore {
  return {
    clear: (kind, span, limit) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await over(kind, span, limit).execute(trx);
        for (const { workspace_id: workspaceId, id } of rows) {
          if (kind === 'notices')
            await trx
              .deleteFrom('notice_readers')
              .where('workspace_id', '=', workspaceId)
              .where('notice_id', '=', id)
              .execute();
          await trx.deleteFrom(TABLES[kind]).where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
        }
        return rows.length;
      }),
  };
}

const TABLES = { notices: 'notices', offers: 'lead_offers', jobs: 'flow_jobs' } as const;

function over(kind: Cleared, { now, before }: Span, limit: number): RawBuilder<{ workspace_id: string; id: string }> {
  switch (kind) {
    case 'notices':
      return sql`select workspace_id, id from notices as notice where at < ${before}
        and (at < ${now - UNREAD_FACTOR * (now - before)} or not exists (select 1 from notice_readers as reader
          where reader.workspace_id = notice.workspace_id and reader.notice_id = notice.id and reader.read_at is null))
        order by at limit ${limit}`;
    case 'offers':
      return sql`select workspace_id, id from lead_offers as offer where state in ('open', 'accepted', 'lapsed') and at < ${before}
        and (state <> 'open' or exists (select 1 from sessions as session
          where session.workspace_id = offer.workspace_id and session.id = offer.session_id and session.status = 'closed'))
        and exists (select 1 from lead_offers as newer where newer.workspace_id = offer.workspace_id
          and newer.person_id = offer.person_id and (newer.at > offer.at or (newer.at = offer.at and newer.id > offer.id)))
        order by at limit ${limit}`;
    case 'jobs':
      return sql`select workspace_id, id from flow_jobs where created_at < ${before}
        and ((state in ('done', 'failed', 'void') and coalesce(ended_at, created_at) < ${before})
          or (state = 'waiting' and void_at < ${before}))
        order by created_at limit ${limit}`;
  }
}
