// Customers in SQL.
import type { Kysely } from 'kysely';
import type { ContactStore, StoredContact } from '#runtime/ports/contact-store.ts';
import type { Database } from './database.ts';
import { parseObject } from './parse-object.ts';
import type { ContactsTable } from './tables-people.ts';

/** The contact store over one database. */
export function createSqlContactStore(db: Kysely<Database>): ContactStore {
  async function contactFromRow(row: ContactsTable): Promise<StoredContact> {
    const tags = await db
      .selectFrom('contact_tags')
      .select('tag')
      .where('workspace_id', '=', row.workspace_id)
      .where('contact_id', '=', row.id)
      .orderBy('tag')
      .execute();
    return {
      workspaceId: row.workspace_id,
      id: row.id,
      channel: row.channel,
      visitorId: row.visitor_id,
      name: row.name,
      facts: parseObject(row.facts),
      tags: tags.map(({ tag }) => tag),
      createdAt: row.created_at,
    };
  }

  return {
    async find(workspaceId, channel, visitorId) {
      const row = await db
        .selectFrom('contacts')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('channel', '=', channel)
        .where('visitor_id', '=', visitorId)
        .executeTakeFirst();
      return row === undefined ? undefined : contactFromRow(row);
    },

    async get(workspaceId, contactId) {
      const row = await db
        .selectFrom('contacts')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', contactId)
        .executeTakeFirst();
      return row === undefined ? undefined : contactFromRow(row);
    },
  };
}
