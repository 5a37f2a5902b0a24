// What a turn tells colleagues: the notice and a row for each of its readers, in the turn's own transaction.
import type { EffectRequests } from '#nodes/kit/effects.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { derivedId } from './derived-id.ts';
import type { Statement } from './statement.ts';

const NONE: readonly Statement[] = [];
/** Longest text kept. */
const TEXT_LENGTH = 2000;

const NOTICE = `INSERT INTO notices (workspace_id, id, session_id, flow_id, contact_id, locale, department, text, urgent, linked, lead_id, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?) ON CONFLICT DO NOTHING`;
const READER = `INSERT INTO notice_readers (workspace_id, notice_id, person_id, at, read_at)
  VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING`;

/** The statements of all notices of a turn. */
export function noticeWrites(turn: TurnWrite): readonly Statement[] {
  if (!turn.domain.some(({ kind }) => kind === 'notice.send')) return NONE;
  return turn.domain.flatMap(({ effect }) =>
    effect.kind === 'notice.send' ? sent(turn, effect.id, effect.request) : NONE,
  );
}

function sent(
  { session, journal }: TurnWrite,
  effectId: string,
  request: EffectRequests['notice.send'],
): readonly Statement[] {
  const id = noticeId(session.id, effectId);
  return [
    {
      sql: NOTICE,
      params: [
        session.workspaceId,
        id,
        session.id,
        session.flowId,
        session.contactId,
        session.locale,
        request.department,
        request.text.slice(0, TEXT_LENGTH),
        request.urgent ? 1 : 0,
        request.linked ? 1 : 0,
        journal.at,
      ],
    },
    ...request.people.map((person) => ({ sql: READER, params: [session.workspaceId, id, person, journal.at] })),
  ];
}

/** The id of the notice an effect makes. */
function noticeId(sessionId: string, effectId: string): string {
  return derivedId(sessionId, effectId);
}
