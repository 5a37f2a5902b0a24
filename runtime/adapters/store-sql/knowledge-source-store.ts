// Sources of knowledge in SQL.
import type { Kysely, Selectable, Updateable } from 'kysely';
import { NO_RULES, type SourceStore, type StoredRules, type StoredSource } from '#runtime/ports/knowledge-store.ts';
import type { Database } from './database.ts';
import { adoptPending, deleteVersionsOf } from './knowledge-version-store.ts';
import { parseJson } from './rows.ts';
import type { KnowledgeSourcesTable } from './tables-knowledge.ts';

/** The sources over one database. */
export function createSqlSourceStore(db: Kysely<Database>): SourceStore {
  const select = (workspaceId: string) =>
    db
      .selectFrom('knowledge_sources as source')
      .selectAll('source')
      .select(({ selectFrom, fn }) =>
        selectFrom('knowledge_passages as passage')
          .select(fn.countAll<number>().as('count'))
          .where('passage.workspace_id', '=', workspaceId)
          .whereRef('passage.source_id', '=', 'source.id')
          .as('passages'),
      )
      .where('source.workspace_id', '=', workspaceId);

  async function change(workspaceId: string, id: string, cells: Updateable<KnowledgeSourcesTable>): Promise<void> {
    await db
      .updateTable('knowledge_sources')
      .set(cells)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute();
  }

  return {
    async list(workspaceId, baseId) {
      const rows = await select(workspaceId)
        .where('source.base_id', '=', baseId)
        .orderBy('source.created_at', 'desc')
        .orderBy('source.id', 'desc')
        .execute();
      return rows.map(sourceFromRow);
    },
    async get(workspaceId, id) {
      const row = await select(workspaceId).where('source.id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : sourceFromRow(row);
    },
    async insert(workspaceId, source) {
      await db
        .insertInto('knowledge_sources')
        .values({
          workspace_id: workspaceId,
          id: source.id,
          base_id: source.baseId,
          name: source.name,
          kind: source.kind,
          size_bytes: source.sizeBytes,
          file_id: source.fileId,
          state: source.state,
          progress: source.progress,
          error: source.error === null ? null : JSON.stringify(source.error),
          attempts: source.attempts,
          rules: JSON.stringify(source.rules),
          created_at: source.createdAt,
          site_id: source.page?.siteId ?? null,
          page: source.page === null ? null : JSON.stringify(source.page),
          version: source.version,
          author: source.author,
          live_at: source.liveAt,
        })
        .execute();
    },
    async setRules(workspaceId, id, rules) {
      await change(workspaceId, id, { rules: JSON.stringify(rules) });
    },
    async progress(workspaceId, id, { error, ...change }) {
      const { numUpdatedRows } = await db
        .updateTable('knowledge_sources')
        .set({
          ...change,
          ...(error === undefined ? {} : { error: error === null ? null : JSON.stringify(error) }),
        })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async ofSite(workspaceId, siteId) {
      const rows = await select(workspaceId).where('source.site_id', '=', siteId).orderBy('source.id').execute();
      return rows.map(sourceFromRow);
    },
    async setPage(workspaceId, id, page, name) {
      await change(workspaceId, id, { page: JSON.stringify(page), ...(name === undefined ? {} : { name }) });
    },
    async propose(workspaceId, id, pending) {
      const queued = { state: 'queued', progress: 0, error: null, attempts: 0 } as const;
      await change(workspaceId, id, { pending: JSON.stringify(pending), ...queued });
    },
    async withdraw(workspaceId, id, pending, error) {
      const said = error === null ? null : JSON.stringify(error);
      const { numUpdatedRows } = await db
        .updateTable('knowledge_sources')
        .set({ pending: null, state: 'ready', progress: 1, error: said })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .where('pending', '=', JSON.stringify(pending))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    adopt: (workspaceId, id, content) =>
      db.transaction().execute((transaction) => adoptPending(transaction, workspaceId, id, content)),
    async remove(workspaceId, id) {
      await db.transaction().execute(async (transaction) => {
        await deleteVersionsOf(transaction, workspaceId, (source) => source.where('id', '=', id));
        await transaction
          .deleteFrom('knowledge_passages')
          .where('workspace_id', '=', workspaceId)
          .where('source_id', '=', id)
          .execute();
        await transaction
          .deleteFrom('knowledge_sources')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      });
    },
    async unfinished() {
      const rows = await db
        .selectFrom('knowledge_sources')
        .select(['workspace_id', 'id'])
        .where((where) => where.or([where('state', 'in', ['queued', 'reading']), where('pending', 'is not', null)]))
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.id }));
    },
  };
}

/** Rules as stored; what is missing holds for everything. */
export function rulesFromJson(json: string): StoredRules {
  return { ...NO_RULES, ...parseJson<Partial<StoredRules>>(json) };
}

function sourceFromRow(row: Selectable<KnowledgeSourcesTable> & { readonly passages: number | null }): StoredSource {
  return {
    id: row.id,
    baseId: row.base_id,
    name: row.name,
    kind: row.kind,
    sizeBytes: row.size_bytes,
    fileId: row.file_id,
    state: row.state,
    progress: row.progress,
    error: row.error === null ? null : parseJson(row.error),
    attempts: row.attempts,
    rules: rulesFromJson(row.rules),
    createdAt: row.created_at,
    passages: Number(row.passages),
    page: row.page === null ? null : parseJson(row.page),
    version: row.version,
    author: row.author,
    liveAt: row.live_at ?? row.created_at,
    pending: row.pending === null ? null : parseJson(row.pending),
  };
}
