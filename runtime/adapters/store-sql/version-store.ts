// Published versions in SQL: publishing, reading them back, who calls whom, and what customers talk to.
import { sql, type Kysely, type Selectable } from 'kysely';
import type { FlowVersionStore, StoredVersion } from '#runtime/ports/flow-store.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { Database } from './database.ts';
import { rowFromRollout } from './release-store.ts';
import { parseStoredDocument } from './stored-document.ts';
import type { FlowVersionsTable } from './tables-flows.ts';

const VERSION_COLUMNS = ['version', 'note', 'by_id', 'by_name', 'at', 'hash', 'node_count'] as const;

/** Versions over one database. Publishing is one transaction that starts with a write. */
export function createSqlVersionStore(db: Kysely<Database>): FlowVersionStore & PublishedFlows {
  return {
    async publish(workspaceId, flowId, version) {
      const body = JSON.stringify(version.document);
      const composed = version.composed === null ? null : JSON.stringify(version.composed);
      return db.transaction().execute(async (trx) => {
        const { rollout } = version;
        const next = sql<number>`(select coalesce(max(version), 0) + 1 from flow_versions
          where flow_versions.workspace_id = ${workspaceId} and flow_versions.flow_id = ${flowId})`;
        const updated = await trx
          .updateTable('flows')
          .set(
            rollout === undefined
              ? { published_version: next, published_at: version.at, published_hash: version.hash }
              : { candidate_version: next, candidate_share: rollout.share, candidate_hash: version.hash },
          )
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('archived_at', 'is', null)
          .where('draft_revision', '=', version.revision)
          .where('candidate_version', 'is', null)
          .where('published_version', version.after === null ? 'is' : '=', version.after)
          .returning(['published_version', 'candidate_version', 'name'])
          .executeTakeFirst();
        const number = rollout === undefined ? updated?.published_version : updated?.candidate_version;
        if (updated === undefined || number === undefined || number === null)
          return (await overtaken(trx, workspaceId, flowId, version.after)) ?? standing(trx, workspaceId, flowId);
        if (rollout !== undefined) {
          await trx
            .insertInto('flow_rollouts')
            .values(rowFromRollout({ ...rollout, version: number }))
            .execute();
        }
        await trx
          .insertInto('flow_version_dialogues')
          .values({
            workspace_id: workspaceId,
            flow_id: flowId,
            version: number,
            dialogues: JSON.stringify(version.dialogues),
          })
          .execute();
        await trx
          .insertInto('flow_versions')
          .values({
            workspace_id: workspaceId,
            flow_id: flowId,
            version: number,
            name: updated.name,
            document: body,
            composed,
            hash: version.hash,
            node_count: version.document.nodes.length,
            note: version.note,
            by_id: version.by.id,
            by_name: version.by.name,
            at: version.at,
            model_engine: version.model?.engine ?? null,
            model_bytes: version.model === null ? null : Buffer.from(version.model.bytes),
          })
          .execute();
        for (const call of version.calls) {
          await trx
            .insertInto('flow_calls')
            .values({
              workspace_id: workspaceId,
              caller_id: flowId,
              caller_version: number,
              flow_id: call.flowId,
              version: call.version,
              pinned: call.pinned ? 1 : 0,
            })
            .execute();
        }
        return { outcome: 'published' as const, version: number };
      });
    },

    async versions(workspaceId, flowId) {
      const rows = await db
        .selectFrom('flow_versions')
        .select(VERSION_COLUMNS)
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('deleted_at', 'is', null)
        .orderBy('version', 'desc')
        .execute();
      return rows.map(versionFromRow);
    },

    async version(workspaceId, flowId, version) {
      const row = await db
        .selectFrom('flow_versions')
        .select([...VERSION_COLUMNS, 'document', 'composed'])
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('version', '=', version)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            version: versionFromRow(row),
            document: parseStoredDocument(row.document),
            composed: parseStoredDocument(row.composed ?? row.document),
          };
    },

    async callers(workspaceId, flowId) {
      const rows = await db
        .selectFrom('flow_calls')
        .innerJoin('flows', (join) =>
          join
            .onRef('flows.workspace_id', '=', 'flow_calls.workspace_id')
            .onRef('flows.id', '=', 'flow_calls.caller_id')
            .onRef('flows.published_version', '=', 'flow_calls.caller_version'),
        )
        .select(['flows.id', 'flows.name', 'caller_version', 'version', 'pinned'])
        .where('flow_calls.workspace_id', '=', workspaceId)
        .where('flow_calls.flow_id', '=', flowId)
        .where('flows.archived_at', 'is', null)
        .orderBy('flows.name')
        .orderBy('flows.id')
        .execute();
      return rows.map((row) => ({
        flowId: row.id,
        name: row.name,
        publishedVersion: row.caller_version,
        version: row.version,
        pinned: row.pinned === 1,
      }));
    },

    async current(slug) {
      const row = await db
        .selectFrom('flows')
        .select(['workspace_id', 'id', 'published_version', 'candidate_version', 'candidate_share'])
        .where('slug', '=', slug)
        .where('published_version', 'is not', null)
        .executeTakeFirst();
      if (row === undefined || row.published_version === null) return undefined;
      const ref = { workspaceId: row.workspace_id, flowId: row.id, slug, version: row.published_version };
      const { candidate_version: version, candidate_share: share } = row;
      return version === null || share === null ? ref : { ...ref, candidate: { version, share } };
    },

    async load(workspaceId, flowId, version) {
      const row = await db
        .selectFrom('flow_versions')
        .innerJoin('flows', (join) =>
          join
            .onRef('flows.workspace_id', '=', 'flow_versions.workspace_id')
            .onRef('flows.id', '=', 'flow_versions.flow_id'),
        )
        .select([
          'flows.slug',
          'flows.name',
          'flow_versions.document',
          'flow_versions.composed',
          'model_engine',
          'model_bytes',
        ])
        .where('flow_versions.workspace_id', '=', workspaceId)
        .where('flow_versions.flow_id', '=', flowId)
        .where('flow_versions.version', '=', version)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { model_engine: engine, model_bytes: bytes } = row;
      return {
        workspaceId,
        flowId,
        version,
        slug: row.slug ?? '',
        name: row.name,
        document: parseStoredDocument(row.composed ?? row.document),
        model: engine === null || bytes === null ? null : { engine, bytes },
      };
    },
  };
}

/** Whose revision stands, for the one who came too late. */
export async function standing(db: Kysely<Database>, workspaceId: string, flowId: string) {
  const row = await db
    .selectFrom('flows')
    .select(['draft_revision', 'draft_at', 'draft_by_id', 'draft_by_name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', flowId)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return { outcome: 'missing' as const };
  return {
    outcome: 'conflict' as const,
    revision: row.draft_revision,
    by: { id: row.draft_by_id, name: row.draft_by_name },
    at: row.draft_at,
  };
}

/** The version that somebody else made current while this one was being prepared, if any. */
async function overtaken(db: Kysely<Database>, workspaceId: string, flowId: string, after: number | null) {
  const row = await db
    .selectFrom('flows')
    .innerJoin('flow_versions', (join) =>
      join
        .onRef('flow_versions.workspace_id', '=', 'flows.workspace_id')
        .onRef('flow_versions.flow_id', '=', 'flows.id')
        .onRef('flow_versions.version', '=', 'flows.published_version'),
    )
    .select(['flow_versions.version', 'flow_versions.by_name'])
    .where('flows.workspace_id', '=', workspaceId)
    .where('flows.id', '=', flowId)
    .where('flows.archived_at', 'is', null)
    .executeTakeFirst();
  return row === undefined || row.version === after
    ? undefined
    : { outcome: 'overtaken' as const, version: row.version, by: row.by_name };
}

function versionFromRow(row: Pick<Selectable<FlowVersionsTable>, (typeof VERSION_COLUMNS)[number]>): StoredVersion {
  return {
    version: row.version,
    note: row.note,
    by: { id: row.by_id, name: row.by_name },
    at: row.at,
    hash: row.hash,
    nodeCount: row.node_count,
  };
}
