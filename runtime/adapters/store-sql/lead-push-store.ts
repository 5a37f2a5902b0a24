// The outbox of pushes to sales, and where they go, in SQL.
import { sql, type Kysely } from 'kysely';
import type { LeadPushStore } from '#runtime/ports/lead-store.ts';
import type { Database } from './database.ts';

/** The push store over one database. */
export function createSqlLeadPushStore(db: Kysely<Database>): LeadPushStore {
  return {
    async webhook(workspaceId) {
      const row = await db
        .selectFrom('lead_webhooks')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : { url: row.url, enabled: row.enabled === 1, sealedSecret: row.sealed_secret };
    },

    async saveWebhook(workspaceId, webhook) {
      const values = { url: webhook.url, enabled: webhook.enabled ? 1 : 0, sealed_secret: webhook.sealedSecret };
      await db
        .insertInto('lead_webhooks')
        .values({ workspace_id: workspaceId, ...values })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(values))
        .execute();
    },

    async claim(now, leaseMs, limit) {
      return db.transaction().execute(async (trx) => {
        const due = await trx
          .selectFrom('lead_pushes')
          .select(['workspace_id', 'id'])
          .where('state', '=', 'queued')
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(limit)
          .execute();
        const leased = [];
        for (const push of due) {
          const row = await trx
            .updateTable('lead_pushes')
            // The lease is a later due time: a push whose worker died is simply due again.
            .set({ due_at: now + leaseMs, attempts: sql<number>`attempts + 1` })
            .where('workspace_id', '=', push.workspace_id)
            .where('id', '=', push.id)
            .returning(['lead_id', 'attempts'])
            .executeTakeFirstOrThrow();
          leased.push({ workspaceId: push.workspace_id, id: push.id, leadId: row.lead_id, attempts: row.attempts });
        }
        return leased;
      });
    },

    async enqueue(workspaceId, leadId, pushId, at) {
      await db
        .insertInto('lead_pushes')
        .values({
          workspace_id: workspaceId,
          id: pushId,
          lead_id: leadId,
          state: 'queued',
          attempts: 0,
          due_at: at,
          last_error: '',
          created_at: at,
          delivered_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async finish(workspaceId, pushId, state, at, error) {
      await db
        .updateTable('lead_pushes')
        .set({ state, last_error: error, delivered_at: state === 'delivered' ? at : null })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', pushId)
        .execute();
    },

    async retry(workspaceId, pushId, dueAt, error) {
      await db
        .updateTable('lead_pushes')
        .set({ due_at: dueAt, last_error: error })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', pushId)
        .where('state', '=', 'queued')
        .execute();
    },

    async nextDue() {
      const row = await db
        .selectFrom('lead_pushes')
        .select('due_at')
        .where('state', '=', 'queued')
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst();
      return row?.due_at;
    },
  };
}
