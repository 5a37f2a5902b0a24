// Jobs a turn queues or gives up, in the turn's own transaction.
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { derivedId } from './derived-id.ts';
import type { Statement } from './statement.ts';

const NONE: readonly Statement[] = [];

const ENQUEUE = `INSERT INTO flow_jobs (workspace_id, id, queue, payload, session_id, node, visit, waits, state, tries, most_tries, ready_at,
    lease, void_at, last_error, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, '', ?, '', ?) ON CONFLICT DO NOTHING`;
const CANCEL = `UPDATE flow_jobs SET state = 'void', lease = '', ended_at = ? WHERE workspace_id = ? AND session_id = ? AND node = ? AND visit = ?
  AND state IN ('waiting', 'leased')`;

/** The statements of all jobs of a turn. */
export function jobWrites({ session, journal, domain }: TurnWrite): readonly Statement[] {
  if (!domain.some(({ kind }) => kind === 'job.enqueue' || kind === 'job.cancel')) return NONE;
  return domain.flatMap(({ effect }): readonly Statement[] => {
    if (effect.kind === 'job.cancel') {
      return [{ sql: CANCEL, params: [journal.at, session.workspaceId, session.id, effect.node, effect.visit] }];
    }
    if (effect.kind !== 'job.enqueue') return NONE;
    const { queue, payload, tries, waits, dueMs } = effect.request;
    const { at } = journal;
    return [
      {
        sql: ENQUEUE,
        params: [
          session.workspaceId,
          derivedId(session.id, effect.id),
          queue,
          JSON.stringify(payload),
          session.id,
          effect.node,
          effect.visit,
          waits ? 1 : 0,
          tries,
          at,
          dueMs === 0 ? null : at + dueMs,
          at,
        ],
      },
    ];
  });
}
