// Mail servers and notes of sent mails in SQL.
import type { Kysely, Selectable } from 'kysely';
import type { MailSecurity } from '#runtime/ports/mail-sender.ts';
import type { MailStore, StoredMailServer } from '#runtime/ports/mail-store.ts';
import type { Database } from './database.ts';

/** Longer than any mail waits for its tries, so that one that was sent is recognised. */
const REMEMBERED_MS = 86_400_000;
const SECURITIES: readonly MailSecurity[] = ['tls', 'starttls', 'none'];

/** The mail store over one database. */
export function createSqlMailStore(db: Kysely<Database>): MailStore {
  return {
    async server(workspaceId) {
      const row = await db
        .selectFrom('mail_servers')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return row === undefined ? undefined : serverFromRow(row);
    },

    async saveServer(server) {
      const { host, port, security, sealed } = server;
      const values = {
        host,
        port,
        security,
        sealed,
        login_user: server.user,
        from_address: server.fromAddress,
        from_name: server.fromName,
        updated_at: server.updatedAt,
      };
      await db
        .insertInto('mail_servers')
        .values({ workspace_id: server.workspaceId, ...values })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(values))
        .execute();
    },

    async removeServer(workspaceId) {
      const { numDeletedRows } = await db
        .deleteFrom('mail_servers')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    note: ({ workspaceId, key, recipients, at }, { most, withinMs }) =>
      db.transaction().execute(async (trx) => {
        await trx
          .deleteFrom('sent_mails')
          .where('at', '<', at - REMEMBERED_MS)
          .execute();
        const mine = trx.selectFrom('sent_mails').where('workspace_id', '=', workspaceId);
        const known = await mine.where('effect_key', '=', key).select(['recipient', 'state']).execute();
        if (known.some(({ state }) => state === 'sent')) {
          const refused = known.filter(({ state }) => state === 'refused').map(({ recipient }) => recipient);
          return { state: 'sent', refused } as const;
        }
        for (const recipient of recipients) {
          const { count } = await mine
            .where('recipient', '=', recipient)
            .where('effect_key', '!=', key)
            .where('at', '>', at - withinMs)
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow();
          if (count >= most) return { state: 'full', recipient } as const;
        }
        await trx
          .insertInto('sent_mails')
          .values(
            recipients.map((recipient) => ({
              workspace_id: workspaceId,
              effect_key: key,
              recipient,
              state: 'noted',
              at,
            })),
          )
          .onConflict((conflict) => conflict.columns(['workspace_id', 'effect_key', 'recipient']).doNothing())
          .execute();
        return { state: 'noted' } as const;
      }),

    async markSent(workspaceId, key, refused) {
      await db
        .updateTable('sent_mails')
        .set((eb) => ({
          state: eb
            .case()
            .when('recipient', 'in', refused.length === 0 ? [''] : refused)
            .then('refused')
            .else('sent')
            .end(),
        }))
        .where('workspace_id', '=', workspaceId)
        .where('effect_key', '=', key)
        .execute();
    },

    async takeBack(workspaceId, key) {
      await db
        .deleteFrom('sent_mails')
        .where('workspace_id', '=', workspaceId)
        .where('effect_key', '=', key)
        .where('state', '=', 'noted')
        .execute();
    },
  };
}

function serverFromRow(row: Selectable<Database['mail_servers']>): StoredMailServer {
  return {
    workspaceId: row.workspace_id,
    host: row.host,
    port: row.port,
    security: SECURITIES.find((one) => one === row.security) ?? 'starttls',
    user: row.login_user,
    sealed: row.sealed,
    fromAddress: row.from_address,
    fromName: row.from_name,
    updatedAt: row.updated_at,
  };
}
