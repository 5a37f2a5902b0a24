// Sources of knowledge in SQL.
import type { Kysely, Selectable } from 'kysely';
import { NO_RULES, type SourceStore, type StoredRules, type StoredSource } from '#runtime/ports/knowledge-store.ts';
import type { Database } from './database.ts';
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
        })
        .execute();
    },
    async setRules(workspaceId, id, rules) {
      await db
        .updateTable('knowledge_sources')
        .set({ rules: JSON.stringify(rules) })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
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
    async remove(workspaceId, id) {
      await db.transaction().execute(async (transaction) => {
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
        .where('state', 'in', ['queued', 'reading'])
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
  };
}
