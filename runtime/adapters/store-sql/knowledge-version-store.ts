// Earlier versions of knowledge sources in SQL, and how a newer content takes the place of the live one.
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { StoredVersion, VersionStore } from '#runtime/ports/knowledge-site-store.ts';
import type { SourceStore } from '#runtime/ports/knowledge-store.ts';
import type { Database } from './database.ts';
import { replacePassages } from './knowledge-passage-rows.ts';

/** The versions over one database. */
export function createSqlVersionStore(db: Kysely<Database>): VersionStore {
  return {
    async list(workspaceId, sourceId) {
      const rows = await db
        .selectFrom('knowledge_versions')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('source_id', '=', sourceId)
        .orderBy('version', 'desc')
        .execute();
      return rows.map((row): StoredVersion => ({
        version: row.version,
        kind: row.kind,
        fileId: row.file_id,
        sizeBytes: row.size_bytes,
        passages: row.passages,
        author: row.author,
        liveAt: row.live_at,
      }));
    },
    async filesOf(workspaceId, baseId) {
      const rows = await db
        .selectFrom('knowledge_versions as version')
        .innerJoin('knowledge_sources as source', (join) =>
          join.onRef('source.workspace_id', '=', 'version.workspace_id').onRef('source.id', '=', 'version.source_id'),
        )
        .select('version.file_id')
        .where('version.workspace_id', '=', workspaceId)
        .where('source.base_id', '=', baseId)
        .execute();
      return rows.map((row) => row.file_id);
    },
  };
}

type Sources = SelectQueryBuilder<Database, 'knowledge_sources', { id: string }>;

/** Forgets the versions of the sources that `which` picks. Call it in a transaction, before the sources go. */
export async function deleteVersionsOf(
  transaction: Kysely<Database>,
  workspaceId: string,
  which: (sources: Sources) => Sources,
): Promise<void> {
  const sources = transaction.selectFrom('knowledge_sources').select('id').where('workspace_id', '=', workspaceId);
  await transaction
    .deleteFrom('knowledge_versions')
    .where('workspace_id', '=', workspaceId)
    .where('source_id', 'in', which(sources))
    .execute();
}

/** What `SourceStore.adopt` promises. Call it in a transaction. */
export async function adoptPending(
  transaction: Kysely<Database>,
  workspaceId: string,
  id: string,
  { pending, passages, at, keep }: Parameters<SourceStore['adopt']>[2],
): Promise<readonly string[] | undefined> {
  const source = await transaction
    .selectFrom('knowledge_sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (source?.pending !== JSON.stringify(pending)) return undefined;
  const { count } = await transaction
    .selectFrom('knowledge_passages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('source_id', '=', id)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('knowledge_versions')
    .values({
      workspace_id: workspaceId,
      source_id: id,
      version: source.version,
      kind: source.kind,
      file_id: source.file_id,
      size_bytes: source.size_bytes,
      passages: count,
      author: source.author,
      live_at: source.live_at ?? source.created_at,
    })
    .execute();
  await transaction
    .updateTable('knowledge_sources')
    .set({
      kind: pending.kind,
      file_id: pending.fileId,
      size_bytes: pending.sizeBytes,
      author: pending.author,
      version: source.version + 1,
      live_at: at,
      pending: null,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
  await replacePassages(transaction, workspaceId, id, passages);
  return dropOldest(transaction, workspaceId, id, keep);
}

async function dropOldest(
  transaction: Kysely<Database>,
  workspaceId: string,
  id: string,
  keep: number,
): Promise<readonly string[]> {
  const versions = await transaction
    .selectFrom('knowledge_versions')
    .select(['version', 'file_id'])
    .where('workspace_id', '=', workspaceId)
    .where('source_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  const dropped = versions.slice(keep);
  if (dropped.length > 0) {
    await transaction
      .deleteFrom('knowledge_versions')
      .where('workspace_id', '=', workspaceId)
      .where('source_id', '=', id)
      .where(
        'version',
        'in',
        dropped.map(({ version }) => version),
      )
      .execute();
  }
  return dropped.map((row) => row.file_id);
}
