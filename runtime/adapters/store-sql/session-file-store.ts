// Files of conversations in SQL.
import { sql, type Kysely, type Selectable } from 'kysely';
import { FILE_KINDS } from '#nodes/kit/file-types.ts';
import type { SessionFileStore, StoredSessionFile } from '#runtime/ports/session-file-store.ts';
import type { Database } from './database.ts';

/** The store over one database. */
export function createSqlSessionFileStore(db: Kysely<Database>): SessionFileStore {
  return {
    begin: (file, most) =>
      db.transaction().execute(async (trx) => {
        const { unsent, bytes } = await trx
          .selectFrom('session_files')
          .select(sql<number>`count(*) filter (where message_id is null)`.as('unsent'))
          .select(sql<number>`coalesce(sum(size_bytes), 0)`.as('bytes'))
          .where('workspace_id', '=', file.workspaceId)
          .where('session_id', '=', file.sessionId)
          .executeTakeFirstOrThrow();
        const isSent = file.messageId !== null;
        if ((!isSent && unsent >= most.unsent) || bytes + file.sizeBytes > most.bytes) return false;
        await trx.insertInto('session_files').values(rowFromFile(file)).execute();
        return true;
      }),

    async finish(workspaceId, id) {
      await db
        .updateTable('session_files')
        .set({ is_ready: 1 })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
    },

    async get(workspaceId, sessionId, id) {
      const row = await db
        .selectFrom('session_files')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('session_id', '=', sessionId)
        .where('id', '=', id)
        .where('is_ready', '=', 1)
        .executeTakeFirst();
      return row === undefined ? undefined : fileFromRow(row);
    },

    bind: (workspaceId, sessionId, ids, { messageId, expiresAt }) =>
      db.transaction().execute(async (trx) => {
        const theirs = trx
          .selectFrom('session_files')
          .select(['id', 'message_id'])
          .where('workspace_id', '=', workspaceId)
          .where('session_id', '=', sessionId)
          .where('sender', '=', 'customer')
          .where('is_ready', '=', 1)
          .where('id', 'in', ids);
        const rows = await theirs.execute();
        const isFree = rows.every(({ message_id: sentWith }) => sentWith === null || sentWith === messageId);
        if (rows.length !== new Set(ids).size || !isFree) return false;
        await trx
          .updateTable('session_files')
          .set({ message_id: messageId, expires_at: expiresAt })
          .where('workspace_id', '=', workspaceId)
          .where('session_id', '=', sessionId)
          .where('message_id', 'is', null)
          .where('id', 'in', ids)
          .execute();
        return true;
      }),

    async expired(now, limit) {
      const rows = await db
        .selectFrom('session_files')
        .selectAll()
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .limit(limit)
        .execute();
      return rows.map(fileFromRow);
    },

    async remove(workspaceId, id) {
      await db.deleteFrom('session_files').where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
    },
  };
}

function rowFromFile(file: StoredSessionFile): Selectable<Database['session_files']> {
  return {
    workspace_id: file.workspaceId,
    id: file.id,
    session_id: file.sessionId,
    name: file.name,
    content_type: file.contentType,
    kind: file.kind,
    size_bytes: file.sizeBytes,
    sender: file.from,
    message_id: file.messageId,
    is_ready: file.ready ? 1 : 0,
    created_at: file.createdAt,
    expires_at: file.expiresAt,
  };
}

function fileFromRow(row: Selectable<Database['session_files']>): StoredSessionFile {
  return {
    workspaceId: row.workspace_id,
    sessionId: row.session_id,
    id: row.id,
    name: row.name,
    contentType: row.content_type,
    kind: FILE_KINDS.find((kind) => kind === row.kind) ?? 'document',
    sizeBytes: row.size_bytes,
    from: row.sender === 'agent' ? 'agent' : 'customer',
    messageId: row.message_id,
    ready: row.is_ready === 1,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
