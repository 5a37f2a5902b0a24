// The demo's rows in SQL.
import type { Kysely, Transaction } from 'kysely';
import type { DemoStore } from '#runtime/ports/demo-store.ts';
import type { Database } from './database.ts';

/** Tables whose rows belong to a flow alone. */
const DEMO_TABLES = [
  'sessions',
  'flow_drafts',
  'flow_versions',
  'flow_rollouts',
  'flow_changes',
  'flow_dialogues',
  'flow_comments',
  'flow_comment_notes',
  'flow_version_dialogues',
  'inbox_sentences',
  'mood_corrections',
  'demo_flows',
] as const;

/** Tables whose rows belong to one conversation. */
const OF_SESSION = ['journal', 'messages', 'timers', 'outbox', 'session_endings', 'ratings'] as const;

/** The demo store over one database. */
export function createSqlDemoStore(db: Kysely<Database>): DemoStore {
  return {
    async mark(workspaceId, flowId) {
      await db
        .insertInto('demo_flows')
        .values({ workspace_id: workspaceId, flow_id: flowId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async flowIds(workspaceId) {
      const rows = await db
        .selectFrom('demo_flows')
        .select('flow_id')
        .where('workspace_id', '=', workspaceId)
        .execute();
      return rows.map((row) => row.flow_id);
    },

    async wipe(workspaceId, flowIds) {
      if (flowIds.length === 0) return;
      await db.transaction().execute(async (trx) => {
        await wipePeople(trx, workspaceId, flowIds);
        for (const table of OF_SESSION) {
          await trx
            .deleteFrom(table)
            .where('workspace_id', '=', workspaceId)
            .where('session_id', 'in', (sessions) =>
              sessions
                .selectFrom('sessions')
                .select('sessions.id')
                .where('sessions.workspace_id', '=', workspaceId)
                .where('sessions.flow_id', 'in', flowIds),
            )
            .execute();
        }
        await wipeContacts(trx, workspaceId, flowIds);
        await trx
          .deleteFrom('flow_calls')
          .where('workspace_id', '=', workspaceId)
          .where('caller_id', 'in', flowIds)
          .execute();
        for (const table of DEMO_TABLES) {
          await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('flow_id', 'in', flowIds).execute();
        }
        await trx.deleteFrom('flows').where('workspace_id', '=', workspaceId).where('id', 'in', flowIds).execute();
      });
    },
  };
}

async function wipePeople(trx: Transaction<Database>, workspaceId: string, flowIds: readonly string[]): Promise<void> {
  for (const [table, column, parent] of [
    ['handoff_notes', 'handoff_id', 'handoffs'],
    ['lead_pushes', 'lead_id', 'leads'],
  ] as const) {
    await trx
      .deleteFrom(table)
      .where('workspace_id', '=', workspaceId)
      .where(column, 'in', (parents) =>
        parents.selectFrom(parent).select('id').where('workspace_id', '=', workspaceId).where('flow_id', 'in', flowIds),
      )
      .execute();
  }
  for (const table of ['handoffs', 'leads'] as const) {
    await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('flow_id', 'in', flowIds).execute();
  }
}

/** Customers of the demo who talked to no other flow. */
async function wipeContacts(
  trx: Transaction<Database>,
  workspaceId: string,
  flowIds: readonly string[],
): Promise<void> {
  const rows = await trx
    .selectFrom('sessions')
    .select('contact_id')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('flow_id', 'in', flowIds)
    .where('contact_id', 'not in', (others) =>
      others
        .selectFrom('sessions as other')
        .select('other.contact_id')
        .where('other.workspace_id', '=', workspaceId)
        .where('other.flow_id', 'not in', flowIds),
    )
    .execute();
  for (const { contact_id: contactId } of rows) {
    await trx
      .deleteFrom('contact_tags')
      .where('workspace_id', '=', workspaceId)
      .where('contact_id', '=', contactId)
      .execute();
    await trx.deleteFrom('contacts').where('workspace_id', '=', workspaceId).where('id', '=', contactId).execute();
  }
}
