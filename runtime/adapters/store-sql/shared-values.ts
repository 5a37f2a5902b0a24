// What all conversations of a flow share, as one row a flow: read with its revision, written only while it still has it.
import type { SharedValues, StoredSession } from '#runtime/ports/session-store.ts';
import type { Statement } from './statement.ts';

/** Reads the row: its revision and its values. */
export const READ_SHARED = 'select revision, vals from flow_values where workspace_id = ? and flow_id = ?';

const GUARD = `select 1 where coalesce((select revision from flow_values where workspace_id = ? and flow_id = ?), 0) = ?`;
const WRITE = `insert into flow_values (workspace_id, flow_id, revision, vals, updated_at) values (?, ?, ?, ?, ?)
  on conflict (workspace_id, flow_id) do update set revision = excluded.revision, vals = excluded.vals, updated_at = excluded.updated_at`;

/** Finds a row only while nobody else has written meanwhile. */
export function sharedGuard({ workspaceId, flowId }: StoredSession, { revision }: SharedValues): Statement {
  return { sql: GUARD, params: [workspaceId, flowId, revision] };
}

/** Writes what the turn leaves. */
export function sharedWrite(session: StoredSession, { revision, values }: SharedValues): Statement {
  const { workspaceId, flowId, updatedAt } = session;
  return { sql: WRITE, params: [workspaceId, flowId, revision + 1, JSON.stringify(values), updatedAt] };
}
