// Flows in SQL: drafts, their last revisions and published versions.
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type {
  DocumentWrite,
  FlowStore,
  FlowVersionStore,
  StoredFlow,
  StoredVersion,
} from '#runtime/ports/flow-store.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { Database } from './database.ts';
import { rowFromRollout } from './release-store.ts';
import type { FlowsTable, FlowVersionsTable } from './tables-flows.ts';

/** How many drafts of a flow are kept. */
const KEPT_DRAFTS = 200;
const NOTED_AT_ONCE = 500;

const FLOW_COLUMNS = [
  'workspace_id',
  'id',
  'slug',
  'name',
  'node_count',
  'draft_revision',
  'draft_at',
  'draft_by_id',
  'draft_by_name',
  'draft_hash',
  'published_version',
  'published_at',
  'published_hash',
  'candidate_version',
  'candidate_share',
  'candidate_hash',
] as const;
const VERSION_COLUMNS = ['version', 'note', 'by_id', 'by_name', 'at', 'hash', 'node_count'] as const;

const compress = promisify(deflate);

/** Flows, versions and what customers talk to, over one database. Every transaction starts with a write, so that it never has to be tried again. */
export function createSqlFlowStore(db: Kysely<Database>): FlowStore & FlowVersionStore & PublishedFlows {
  return {
    async list(workspaceId) {
      const rows = await db
        .selectFrom('flows')
        .select(FLOW_COLUMNS)
        .where('workspace_id', '=', workspaceId)
        .where('archived_at', 'is', null)
        .orderBy('draft_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(flowFromRow);
    },

    async get(workspaceId, flowId) {
      const row = await db
        .selectFrom('flows')
        .select([...FLOW_COLUMNS, 'draft_document'])
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', flowId)
        .where('archived_at', 'is', null)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : { flow: flowFromRow(row), document: parseStoredDocument(row.draft_document) };
    },

    async create(workspaceId, flow) {
      const body = JSON.stringify(flow.document);
      const packed = await compress(body);
      return db.transaction().execute(async (trx) => {
        const inserted = await trx
          .insertInto('flows')
          .values({
            workspace_id: workspaceId,
            id: flow.id,
            slug: flow.slug,
            name: flow.name,
            draft_document: body,
            draft_hash: flow.hash,
            draft_revision: 1,
            draft_at: flow.at,
            draft_by_id: flow.by.id,
            draft_by_name: flow.by.name,
            node_count: flow.document.nodes.length,
            published_version: null,
            published_at: null,
            published_hash: null,
            created_at: flow.at,
          })
          .onConflict((conflict) => conflict.column('slug').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) return 'slug-taken' as const;
        await trx
          .insertInto('flow_drafts')
          .values({
            workspace_id: workspaceId,
            flow_id: flow.id,
            revision: 1,
            document: packed,
            by_id: flow.by.id,
            by_name: flow.by.name,
            at: flow.at,
          })
          .execute();
        await noteChanges(trx, workspaceId, flow.id, flow);
        return 'created' as const;
      });
    },

    async saveDraft(workspaceId, flowId, revision, draft) {
      const body = JSON.stringify(draft.document);
      const packed = await compress(body);
      return db.transaction().execute(async (trx) => {
        const next = revision + 1;
        const updated = await trx
          .updateTable('flows')
          .set({
            draft_document: body,
            draft_hash: draft.hash,
            draft_revision: next,
            draft_at: draft.at,
            draft_by_id: draft.by.id,
            draft_by_name: draft.by.name,
            node_count: draft.document.nodes.length,
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('archived_at', 'is', null)
          .where('draft_revision', '=', revision)
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return standing(trx, workspaceId, flowId);
        await trx
          .insertInto('flow_drafts')
          .values({
            workspace_id: workspaceId,
            flow_id: flowId,
            revision: next,
            document: packed,
            by_id: draft.by.id,
            by_name: draft.by.name,
            at: draft.at,
          })
          .execute();
        await noteChanges(trx, workspaceId, flowId, draft);
        await trx
          .deleteFrom('flow_drafts')
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('revision', '<=', next - KEPT_DRAFTS)
          .execute();
        return { outcome: 'saved' as const, revision: next };
      });
    },

    async rename(workspaceId, flowId, change) {
      const { name, slug } = change;
      try {
        const updated = await db
          .updateTable('flows')
          // An empty SET is no SQL; writing the id over itself changes nothing.
          .set({ id: flowId, ...(name === undefined ? {} : { name }), ...(slug === undefined ? {} : { slug }) })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('archived_at', 'is', null)
          .executeTakeFirst();
        return updated.numUpdatedRows === 1n ? 'renamed' : 'missing';
      } catch (error) {
        if (slug !== undefined && (await isTaken(db, slug, flowId))) return 'slug-taken';
        throw error;
      }
    },

    async remove(workspaceId, flowId, at) {
      return db.transaction().execute(async (trx) => {
        const archived = await trx
          .updateTable('flows')
          .set({ archived_at: at, slug: null })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('archived_at', 'is', null)
          .where('published_version', 'is not', null)
          .executeTakeFirst();
        if (archived.numUpdatedRows === 1n) return 'archived' as const;
        const deleted = await trx
          .deleteFrom('flows')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('published_version', 'is', null)
          .executeTakeFirst();
        if (deleted.numDeletedRows !== 1n) return 'missing' as const;
        for (const table of ['flow_drafts', 'flow_changes', 'flow_dialogues'] as const) {
          await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('flow_id', '=', flowId).execute();
        }
        return 'deleted' as const;
      });
    },

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

/** Who changed what last: one row for each thing and author. */
async function noteChanges(db: Kysely<Database>, workspaceId: string, flowId: string, write: DocumentWrite) {
  const { changed = [], by, at } = write;
  // Statements have a limit of values.
  for (let from = 0; from < changed.length; from += NOTED_AT_ONCE) {
    await db
      .insertInto('flow_changes')
      .values(
        changed.slice(from, from + NOTED_AT_ONCE).map((subject) => ({
          workspace_id: workspaceId,
          flow_id: flowId,
          subject,
          by_id: by.id,
          by_name: by.name,
          at,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'flow_id', 'subject', 'by_id']).doUpdateSet({ by_name: by.name, at }),
      )
      .execute();
  }
}

/** Whose revision stands, for the one who came too late. */
async function standing(db: Kysely<Database>, workspaceId: string, flowId: string) {
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

async function isTaken(db: Kysely<Database>, slug: string, exceptFlowId: string): Promise<boolean> {
  const row = await db
    .selectFrom('flows')
    .select('id')
    .where('slug', '=', slug)
    .where('id', '!=', exceptFlowId)
    .executeTakeFirst();
  return row !== undefined;
}

function flowFromRow(row: Pick<Selectable<FlowsTable>, (typeof FLOW_COLUMNS)[number]>): StoredFlow {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    slug: row.slug ?? '',
    name: row.name,
    nodeCount: row.node_count,
    draftRevision: row.draft_revision,
    draftAt: row.draft_at,
    draftBy: { id: row.draft_by_id, name: row.draft_by_name },
    draftHash: row.draft_hash,
    publishedVersion: row.published_version,
    publishedAt: row.published_at,
    publishedHash: row.published_hash,
    candidate: candidateFromRow(row),
  };
}

function candidateFromRow(
  row: Pick<Selectable<FlowsTable>, 'candidate_version' | 'candidate_share' | 'candidate_hash'>,
): StoredFlow['candidate'] {
  const { candidate_version: version, candidate_share: share, candidate_hash: hash } = row;
  return version === null || share === null || hash === null ? null : { version, share, hash };
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

/** Only documents that passed the schema are written, so reading one back needs no second check. */
function parseStoredDocument(text: string): FlowDocument {
  return JSON.parse(text) as FlowDocument;
}
