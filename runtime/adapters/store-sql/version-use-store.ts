// Versions in use, in SQL: which sessions run on them, which may go, and who changed what between two of them.
import { sql, type Kysely } from 'kysely';
import type { VersionUseStore } from '#runtime/ports/release-store.ts';
import type { Database } from './database.ts';

/** A removed version that no session refers to is erased after this long: nobody can be opening a session on it any more. */
const ERASED_AFTER_MS = 86_400_000;

/** Versions in use over one database. */
export function createSqlVersionUseStore(db: Kysely<Database>): VersionUseStore {
  return {
    async liveCounts(workspaceId, flowId) {
      return db
        .selectFrom('sessions')
        .select((is) => ['version', is.fn.countAll<number>().as('sessions')])
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('status', '!=', 'closed')
        .groupBy('version')
        .orderBy('version', 'desc')
        .execute();
    },

    async liveSessions(workspaceId, flowId, version, after, limit) {
      const rows = await db
        .selectFrom('sessions')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('version', '=', version)
        .where('status', '!=', 'closed')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async removeVersion(workspaceId, flowId, version, at) {
      const sessionOn = sql<boolean>`exists (select 1 from sessions where sessions.workspace_id = flow_versions.workspace_id
        and sessions.flow_id = flow_versions.flow_id and sessions.version = flow_versions.version`;
      return db.transaction().execute(async (trx) => {
        const removed = await trx
          .updateTable('flow_versions')
          .set({ deleted_at: at })
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('version', '=', version)
          .where('deleted_at', 'is', null)
          .where(
            sql<boolean>`not exists (select 1 from flows where flows.workspace_id = flow_versions.workspace_id
              and flows.id = flow_versions.flow_id and flow_versions.version in (published_version, coalesce(candidate_version, 0)))`,
          )
          .where(sql<boolean>`not ${sessionOn} and sessions.status != 'closed')`)
          .executeTakeFirst();
        await trx
          .deleteFrom('flow_versions')
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('deleted_at', '<', at - ERASED_AFTER_MS)
          .where(sql<boolean>`not ${sessionOn})`)
          .execute();
        if (removed.numUpdatedRows === 1n) return 'removed' as const;
        const row = await trx
          .selectFrom('flow_versions')
          .select('version')
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('version', '=', version)
          .where('deleted_at', 'is', null)
          .executeTakeFirst();
        return row === undefined ? ('missing' as const) : ('in-use' as const);
      });
    },

    async notedChanges(workspaceId, flowId) {
      const rows = await db
        .selectFrom('flow_changes')
        .select(['subject', 'by_id', 'by_name', 'at'])
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .orderBy('at', 'desc')
        .execute();
      return rows.map((row) => ({ subject: row.subject, by: { id: row.by_id, name: row.by_name }, at: row.at }));
    },
  };
}
