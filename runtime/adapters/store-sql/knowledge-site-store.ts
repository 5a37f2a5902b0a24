// Websites of knowledge in SQL.
import type { Kysely, Selectable, Updateable } from 'kysely';
import type { SiteStore, StoredSite } from '#runtime/ports/knowledge-site-store.ts';
import type { Database } from './database.ts';
import { rulesFromJson } from './knowledge-source-store.ts';
import { parseJson } from './rows.ts';
import type { KnowledgeSitesTable } from './tables-knowledge.ts';

/** The sites over one database. */
export function createSqlSiteStore(db: Kysely<Database>): SiteStore {
  const select = (workspaceId: string) =>
    db.selectFrom('knowledge_sites').selectAll().where('workspace_id', '=', workspaceId);

  return {
    async list(workspaceId, baseId) {
      const rows = await select(workspaceId)
        .where('base_id', '=', baseId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(siteFromRow);
    },
    async get(workspaceId, id) {
      const row = await select(workspaceId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : siteFromRow(row);
    },
    async insert(workspaceId, site) {
      await db
        .insertInto('knowledge_sites')
        .values({
          workspace_id: workspaceId,
          id: site.id,
          base_id: site.baseId,
          address: site.address,
          settings: JSON.stringify(site.settings),
          rules: JSON.stringify(site.rules),
          excluded: JSON.stringify(site.excluded),
          state: site.state,
          progress: JSON.stringify(site.progress),
          result: site.result === null ? null : JSON.stringify(site.result),
          attempts: site.attempts,
          next_at: site.nextAt,
          created_at: site.createdAt,
          seen: site.seen === null ? null : JSON.stringify(site.seen),
        })
        .execute();
    },
    async change(workspaceId, id, change) {
      const cells = cellsOf(change);
      if (Object.keys(cells).length === 0) return true;
      const { numUpdatedRows } = await db
        .updateTable('knowledge_sites')
        .set(cells)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async remove(workspaceId, id) {
      await db.deleteFrom('knowledge_sites').where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
    },
    async due(now) {
      const rows = await db
        .selectFrom('knowledge_sites')
        .select(['workspace_id', 'id'])
        .where((where) => where.or([where('state', 'in', ['queued', 'reading']), where('next_at', '<=', now)]))
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.id }));
    },
    async nextDue() {
      const row = await db
        .selectFrom('knowledge_sites')
        .select(({ fn }) => fn.min('next_at').as('at'))
        .where('next_at', 'is not', null)
        .executeTakeFirst();
      return row?.at ?? undefined;
    },
  };
}

function cellsOf(change: Parameters<SiteStore['change']>[2]): Updateable<KnowledgeSitesTable> {
  const { settings, rules, excluded, progress, result, nextAt, state, attempts, seen } = change;
  return {
    ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
    ...(rules === undefined ? {} : { rules: JSON.stringify(rules) }),
    ...(excluded === undefined ? {} : { excluded: JSON.stringify(excluded) }),
    ...(progress === undefined ? {} : { progress: JSON.stringify(progress) }),
    ...(result === undefined ? {} : { result: JSON.stringify(result) }),
    ...(nextAt === undefined ? {} : { next_at: nextAt }),
    ...(state === undefined ? {} : { state }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(seen === undefined ? {} : { seen: seen === null ? null : JSON.stringify(seen) }),
  };
}

function siteFromRow(row: Selectable<KnowledgeSitesTable>): StoredSite {
  return {
    id: row.id,
    baseId: row.base_id,
    address: row.address,
    settings: parseJson(row.settings),
    rules: rulesFromJson(row.rules),
    excluded: parseJson(row.excluded),
    state: row.state,
    progress: parseJson(row.progress),
    result: row.result === null ? null : parseJson(row.result),
    attempts: row.attempts,
    nextAt: row.next_at,
    createdAt: row.created_at,
    seen: row.seen === null ? null : parseJson(row.seen),
  };
}
