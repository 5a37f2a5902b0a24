// Corrected moods in SQL.
import type { Kysely, Selectable } from 'kysely';
import type { MoodCorrection, MoodCorrectionStore } from '#runtime/ports/mood-correction-store.ts';
import type { Database } from './database.ts';
import type { MoodCorrectionsTable } from './tables-flows.ts';

/** The store over one database. */
export function createSqlMoodCorrectionStore(db: Kysely<Database>): MoodCorrectionStore {
  const rows = (workspaceId: string) =>
    db
      .selectFrom('mood_corrections')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('at', 'desc')
      .orderBy('message_id');
  return {
    async newest(workspaceId, limit) {
      return (await rows(workspaceId).limit(limit).execute()).map(correctionFromRow);
    },

    async ofSession(workspaceId, sessionId) {
      return (await rows(workspaceId).where('session_id', '=', sessionId).execute()).map(correctionFromRow);
    },

    async put(workspaceId, { sessionId, messageId, flowId, text, said, mood, by, at }) {
      const changed = { text, mood, by_id: by.id, by_name: by.name, at };
      await db
        .insertInto('mood_corrections')
        .values({
          workspace_id: workspaceId,
          session_id: sessionId,
          message_id: messageId,
          flow_id: flowId,
          said,
          ...changed,
        })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'session_id', 'message_id']).doUpdateSet(changed))
        .execute();
    },

    async remove(workspaceId, sessionId, messageId) {
      const done = await db
        .deleteFrom('mood_corrections')
        .where('workspace_id', '=', workspaceId)
        .where('session_id', '=', sessionId)
        .where('message_id', '=', messageId)
        .executeTakeFirst();
      return Number(done.numDeletedRows) > 0;
    },
  };
}

function correctionFromRow(row: Selectable<MoodCorrectionsTable>): MoodCorrection {
  return {
    sessionId: row.session_id,
    messageId: row.message_id,
    flowId: row.flow_id,
    text: row.text,
    said: parseMood(row.said),
    mood: parseMood(row.mood),
    by: { id: row.by_id, name: row.by_name },
    at: row.at,
  };
}

/** Only moods of the closed list are written. */
function parseMood(text: string): MoodCorrection['mood'] {
  return text as MoodCorrection['mood'];
}
