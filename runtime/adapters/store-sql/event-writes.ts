// What a turn writes for the events room: events that are counted, and what a conversation waits for.
import type { EffectRequests } from '#nodes/kit/effects.ts';
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import type { Statement } from './statement.ts';

const NONE: readonly Statement[] = [];
/** Longest properties that are kept, UTF-16 units of JSON. */
const MAX_PROPERTIES = 16_000;
/** Ways out of a node that waits for an event. */
const LEAVES: ReadonlySet<string> = new Set(['received', 'timeout', 'cancelled']);

/** Waits that are over go, new ones come, then what is counted. */
export function eventWrites(turn: TurnWrite): readonly Statement[] {
  const { session, journal, domain } = turn;
  const left = journal.trace.filter(({ port }) => port !== undefined && LEAVES.has(port));
  if (left.length === 0 && domain.length === 0 && session.status !== 'closed') return NONE;
  const statements: Statement[] = left.map(({ node }) => ({
    sql: 'DELETE FROM event_waits WHERE session_id = ? AND node = ?',
    params: [session.id, node],
  }));
  for (const { effect } of domain) {
    if (effect.kind === 'event.track') statements.push(tracked(turn, effect.id, effect.node, effect.request));
    if (effect.kind === 'event.await') statements.push(awaited(turn, effect.node, effect.request));
  }
  if (session.status === 'closed')
    statements.push({ sql: 'DELETE FROM event_waits WHERE session_id = ?', params: [session.id] });
  return statements;
}

function tracked(
  { session, journal }: TurnWrite,
  effectId: string,
  node: string,
  { name, properties, value }: EffectRequests['event.track'],
): Statement {
  const text = JSON.stringify(properties);
  return {
    sql: `INSERT INTO tracked_events (workspace_id, key, flow_id, version, session_id, contact_id, node, name, properties, value, at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    params: [
      session.workspaceId,
      `${session.id}:${effectId}`,
      session.flowId,
      session.version,
      session.id,
      session.contactId,
      node,
      name,
      text.length <= MAX_PROPERTIES ? text : '{}',
      typeof value === 'number' && Number.isFinite(value) ? value : null,
      journal.at,
    ],
  };
}

/** A session waits at most once in a node: the newest visit counts. */
function awaited({ session }: TurnWrite, node: string, { name, key }: EffectRequests['event.await']): Statement {
  return {
    sql: `INSERT INTO event_waits (workspace_id, session_id, node, name, key) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (session_id, node) DO UPDATE SET name = excluded.name, key = excluded.key`,
    params: [session.workspaceId, session.id, node, name, key],
  };
}
