// Tool servers in SQL.
import type { Kysely, Selectable } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import type { StoredToolServer, ToolServerStore } from '#runtime/ports/tool-server-store.ts';
import type { Database } from './database.ts';

/** The tool server store over one database. */
export function createSqlToolServerStore(db: Kysely<Database>): ToolServerStore {
  const of = (workspaceId: string) => db.selectFrom('tool_servers').selectAll().where('workspace_id', '=', workspaceId);
  const one = async (query: ReturnType<typeof of>) => {
    const row = await query.executeTakeFirst();
    return row === undefined ? undefined : serverFromRow(row);
  };
  return {
    async list(workspaceId) {
      return (await of(workspaceId).orderBy('name').execute()).map(serverFromRow);
    },
    get: (workspaceId, id) => one(of(workspaceId).where('id', '=', id)),
    byName: (workspaceId, name) => one(of(workspaceId).where('name', '=', name)),
    save: (server) =>
      db.transaction().execute(async (trx) => {
        const { workspaceId, id, name, url, credential, updatedAt } = server;
        const other = await trx
          .selectFrom('tool_servers')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where('name', '=', name)
          .where('id', '!=', id)
          .executeTakeFirst();
        if (other !== undefined) throw new FlowError('NAME_TAKEN', `There is a tool server "${name}" already.`);
        const values = { name, url, credential, updated_at: updatedAt };
        await trx
          .insertInto('tool_servers')
          .values({ workspace_id: workspaceId, id, ...values })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(values))
          .execute();
      }),
    async remove(workspaceId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('tool_servers')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function serverFromRow(row: Selectable<Database['tool_servers']>): StoredToolServer {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    url: row.url,
    credential: row.credential,
    updatedAt: row.updated_at,
  };
}
