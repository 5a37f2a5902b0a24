// The trainer's inbox in SQL.
import type { Kysely, Selectable } from 'kysely';
import type { InboxSentence, InboxStore } from '#runtime/ports/inbox-store.ts';
import type { Database } from './database.ts';
import type { InboxSentencesTable } from './tables-flows.ts';

/** The store over one database. */
export function createSqlInboxStore(db: Kysely<Database>): InboxStore {
  const openRows = (workspaceId: string, flowId: string) =>
    db
      .selectFrom('inbox_sentences')
      .where('workspace_id', '=', workspaceId)
      .where('flow_id', '=', flowId)
      .where('state', '=', 'open');
  const update = (workspaceId: string, flowId: string, ids: readonly string[]) =>
    db
      .updateTable('inbox_sentences')
      .where('workspace_id', '=', workspaceId)
      .where('flow_id', '=', flowId)
      .where('id', 'in', ids);

  return {
    async open(workspaceId, flowId, limit) {
      const rows = await openRows(workspaceId, flowId)
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(sentenceFromRow);
    },

    async count(workspaceId, flowId) {
      const row = await openRows(workspaceId, flowId)
        .select((is) => is.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async handle(workspaceId, flowId, ids, outcome, by, at) {
      if (ids.length === 0) return 0;
      const done = await update(workspaceId, flowId, ids)
        .where('state', '=', 'open')
        .set({
          state: outcome.kind,
          intent_id: outcome.kind === 'intent' ? outcome.intent : null,
          handled_by: by,
          handled_at: at,
        })
        .executeTakeFirst();
      return Number(done.numUpdatedRows);
    },

    async reopen(workspaceId, flowId, ids) {
      if (ids.length === 0) return 0;
      const done = await update(workspaceId, flowId, ids)
        .where('state', '!=', 'open')
        .set({ state: 'open', intent_id: null, handled_by: null, handled_at: null })
        .executeTakeFirst();
      return Number(done.numUpdatedRows);
    },
  };
}

function sentenceFromRow(row: Selectable<InboxSentencesTable>): InboxSentence {
  return {
    id: row.id,
    sessionId: row.session_id,
    text: row.text,
    reason: parseReason(row.reason),
    guess: row.guess,
    mood: parseMood(row.mood),
    at: row.at,
  };
}

/** Only the reasons of the port are written. */
function parseReason(text: string): InboxSentence['reason'] {
  return text as InboxSentence['reason'];
}

/** Only moods of the closed list are written. */
function parseMood(text: string): InboxSentence['mood'] {
  return text as InboxSentence['mood'];
}
