// What a turn writes for the trainer's inbox: the sentence it did not understand, in the turn's own transaction.
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { derivedId } from './derived-id.ts';
import type { Statement } from './statement.ts';

const NONE: readonly Statement[] = [];

/** The same sentence in one conversation is kept once. */
export function inboxWrites({ session, journal, misunderstood }: TurnWrite): readonly Statement[] {
  if (misunderstood === undefined) return NONE;
  const { text, reason, guess, mood } = misunderstood;
  return [
    {
      sql: `INSERT INTO inbox_sentences (workspace_id, id, flow_id, session_id, text, reason, guess, mood, at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open') ON CONFLICT DO NOTHING`,
      params: [
        session.workspaceId,
        derivedId(session.id, `inbox:${text}`),
        session.flowId,
        session.id,
        text,
        reason,
        guess,
        mood,
        journal.at,
      ],
    },
  ];
}
