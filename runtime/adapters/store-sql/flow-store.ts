// Flows in SQL: drafts, their last revisions and published versions.
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { Kysely, Selectable } from 'kysely';
import type { DocumentWrite, FlowStore, FlowVersionStore, StoredFlow } from '#runtime/ports/flow-store.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { Database } from './database.ts';
import { parseStoredDocument } from './stored-document.ts';
import type { FlowsTable } from './tables-flows.ts';
import { createSqlVersionStore, standing } from './version-store.ts';

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

const compress = promisify(deflate);

/** Flows, versions and what customers talk to, over one database. Every transaction starts with a write, so that it never has to be tried again. */
export function createSqlFlowStore(db: Kysely<Database>): FlowStore & FlowVersionStore & PublishedFlows {
  return {
    ...createSqlVersionStore(db),

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
        for (const table of [
          'flow_drafts',
          'flow_changes',
          'flow_dialogues',
          'flow_comments',
          'flow_comment_notes',
        ] as const) {
          await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('flow_id', '=', flowId).execute();
        }
        return 'deleted' as const;
      });
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
