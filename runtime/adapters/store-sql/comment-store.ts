// Comments in SQL: rows that are added, and one mark that says whether a thread is settled.
import { sql, type Kysely, type Selectable } from 'kysely';
import type { CommentStore, StoredThread } from '#runtime/ports/comment-store.ts';
import type { Database } from './database.ts';

/** The store over one database, whose transactions are immediate: what is read in one cannot change before it is written. */
export function createSqlCommentStore(db: Kysely<Database>): CommentStore {
  async function threads(workspaceId: string, flowId: string, threadId?: string): Promise<readonly StoredThread[]> {
    const rows = await db
      .selectFrom('flow_comments')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('flow_id', '=', flowId)
      .$if(threadId !== undefined, (query) => query.where('id', '=', threadId ?? ''))
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    const notes = await db
      .selectFrom('flow_comment_notes')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('flow_id', '=', flowId)
      .$if(threadId !== undefined, (query) => query.where('thread_id', '=', threadId ?? ''))
      .orderBy('at')
      .orderBy(sql`rowid`)
      .execute();
    return rows.map((row) => threadFromRows(row, notes));
  }

  return {
    list: (workspaceId, flowId) => threads(workspaceId, flowId),

    get: async (workspaceId, flowId, threadId) => (await threads(workspaceId, flowId, threadId))[0],

    begin: (workspaceId, flowId, { id, node, x, y, notes }, limit) =>
      db.transaction().execute(async (trx) => {
        const [first] = notes;
        if (first === undefined) return false;
        if (await exists(trx, workspaceId, flowId, id)) return true;
        const { count } = await trx
          .selectFrom('flow_comments')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .executeTakeFirstOrThrow();
        if (count >= limit) return false;
        const place = { workspace_id: workspaceId, flow_id: flowId, id, node, x, y };
        await trx
          .insertInto('flow_comments')
          .values({ ...place, created_at: first.at, resolved_at: null, resolved_by: null })
          .execute();
        await insertNote(trx, workspaceId, flowId, id, first);
        return true;
      }),

    add: (workspaceId, flowId, threadId, note, limit) =>
      db.transaction().execute(async (trx) => {
        const there = await trx
          .selectFrom('flow_comment_notes')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('thread_id', '=', threadId)
          .execute();
        if (there.some(({ id }) => id === note.id)) return true;
        if (there.length >= limit || !(await exists(trx, workspaceId, flowId, threadId))) return false;
        await insertNote(trx, workspaceId, flowId, threadId, note);
        await mark(trx, workspaceId, flowId, threadId, null);
        return true;
      }),

    resolve: (workspaceId, flowId, threadId, resolved) => mark(db, workspaceId, flowId, threadId, resolved),
  };
}

async function insertNote(
  db: Kysely<Database>,
  workspaceId: string,
  flowId: string,
  threadId: string,
  { id, by, text, at }: StoredThread['notes'][number],
): Promise<void> {
  await db
    .insertInto('flow_comment_notes')
    .values({
      workspace_id: workspaceId,
      flow_id: flowId,
      thread_id: threadId,
      id,
      by_id: by.id,
      by_name: by.name,
      text,
      at,
    })
    .execute();
}

async function mark(
  db: Kysely<Database>,
  workspaceId: string,
  flowId: string,
  threadId: string,
  resolved: StoredThread['resolved'],
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('flow_comments')
    .set({ resolved_at: resolved?.at ?? null, resolved_by: resolved?.by ?? null })
    .where('workspace_id', '=', workspaceId)
    .where('flow_id', '=', flowId)
    .where('id', '=', threadId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function exists(db: Kysely<Database>, workspaceId: string, flowId: string, threadId: string): Promise<boolean> {
  const row = await db
    .selectFrom('flow_comments')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('flow_id', '=', flowId)
    .where('id', '=', threadId)
    .executeTakeFirst();
  return row !== undefined;
}

function threadFromRows(
  row: Selectable<Database['flow_comments']>,
  notes: readonly Selectable<Database['flow_comment_notes']>[],
): StoredThread {
  return {
    id: row.id,
    node: row.node,
    x: row.x,
    y: row.y,
    resolved: row.resolved_at === null ? null : { by: row.resolved_by ?? '', at: row.resolved_at },
    notes: notes
      .filter((note) => note.thread_id === row.id)
      .map(({ id, by_id: byId, by_name: byName, text, at }) => ({ id, by: { id: byId, name: byName }, text, at })),
  };
}
