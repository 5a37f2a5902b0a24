// Handoffs with the mood that staff says the customer is in, where the message it stands for was corrected.
import { sql, type Kysely } from 'kysely';
import { EMOTIONS } from '#nodes/kit/effects.ts';
import type { StoredHandoff } from '#runtime/ports/desk-store.ts';
import type { Database } from './database.ts';

/** A handoff's mood is that of the newest judged message up to its end: the correction of that message, and of no other, takes its place. */
export async function withCorrections(
  db: Kysely<Database>,
  workspaceId: string,
  handoffs: readonly StoredHandoff[],
): Promise<readonly StoredHandoff[]> {
  const corrections = await correctionsOf(db, workspaceId, [...new Set(handoffs.map(({ sessionId }) => sessionId))]);
  // Most conversations have none, and their journals are left alone.
  if (corrections.length === 0) return handoffs;
  return Promise.all(
    handoffs.map(async (handoff) => {
      const made = corrections.filter((correction) => correction.session_id === handoff.sessionId);
      if (made.length === 0) return handoff;
      const newest = await newestJudged(db, handoff);
      const found = made.find((correction) => correction.message_id === newest);
      const mood = EMOTIONS.find((one) => one === found?.mood);
      const said = EMOTIONS.find((one) => one === found?.said);
      if (found === undefined || mood === undefined || said === undefined) return handoff;
      return { ...handoff, mood, moodCorrected: { said, by: found.by_name } };
    }),
  );
}

async function correctionsOf(db: Kysely<Database>, workspaceId: string, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return [];
  return db
    .selectFrom('mood_corrections')
    .select(['session_id', 'message_id', 'said', 'mood', 'by_name'])
    .where('workspace_id', '=', workspaceId)
    .where('session_id', 'in', sessionIds)
    .execute();
}

/** The id of the newest message whose mood was judged while the handoff was open, or before. */
async function newestJudged(
  db: Kysely<Database>,
  { workspaceId, sessionId, endedAt }: StoredHandoff,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('journal')
    .select(sql<string>`json_extract(event, '$.messageId')`.as('message_id'))
    .where('workspace_id', '=', workspaceId)
    .where('session_id', '=', sessionId)
    .where(sql<string>`json_extract(event, '$.type')`, '=', 'message.received')
    .where(sql<string>`json_type(event, '$.understood')`, '=', 'object')
    .$if(endedAt !== null, (query) => query.where('at', '<=', endedAt ?? 0))
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.message_id;
}
