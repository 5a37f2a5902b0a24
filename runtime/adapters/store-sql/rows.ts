// Between the port's objects and the rows of the tables, in both directions.
import type { JournalEntry, OutboxRow, StoredSession, TimerRow, TurnWrite } from '#runtime/ports/session-store.ts';
import type { TurnJob } from './jobs.ts';
import { sharedGuard, sharedWrite } from './shared-values.ts';
import type { Param, Statement } from './statement.ts';

export const SESSION_COLUMNS =
  'id, workspace_id, flow_id, version, contact_id, token_hash, channel, locale, source, revision, snapshot, status, last_seq, created_at, updated_at';
export const JOURNAL_COLUMNS =
  'session_id, event_id, workspace_id, revision, at, event, outputs, trace, fault, first_seq, last_seq';
export const TIMER_COLUMNS = 'session_id, id, workspace_id, event, due_at, epoch, set_at, duration_ms, on_restart';
export const OUTBOX_COLUMNS =
  'key, session_id, workspace_id, effect, attempts, due_at, lease_until, ready_at, last_error';

const INSERT_MESSAGE = 'insert into messages (session_id, seq, workspace_id, body) values (?, ?, ?, ?)';
const CANCEL_TIMER = 'delete from timers where session_id = ? and id = ?';
const SET_TIMER = `insert into timers (${TIMER_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (session_id, id) do update set event = excluded.event, due_at = excluded.due_at, epoch = excluded.epoch,
  set_at = excluded.set_at, duration_ms = excluded.duration_ms, on_restart = excluded.on_restart`;
const INSERT_OUTBOX = `insert into outbox (${OUTBOX_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const DELETE_OUTBOX = 'delete from outbox where key = ? and session_id = ?';
const DELETE_TIMER = 'delete from timers where session_id = ? and id = ? and epoch = ?';
const FIND_OUTBOX = 'select 1 from outbox where key = ? and session_id = ?';
const FIND_TIMER = 'select 1 from timers where session_id = ? and id = ? and epoch = ?';

/** A turn as the writer takes it. */
export function jobFromTurn(turn: TurnWrite, domain: readonly Statement[]): TurnJob {
  const opens = turn.session.revision === 1;
  const consumed = consumedKey(turn);
  const timer = turn.consumes?.kind === 'timer';
  const rows: Statement[] = [];
  if (consumed !== null) rows.push({ sql: timer ? DELETE_TIMER : DELETE_OUTBOX, params: consumed });
  if (turn.shared !== undefined) rows.push(sharedWrite(turn.session, turn.shared));
  pushRows(rows, turn);
  return {
    kind: 'turn',
    opens,
    consumes: consumed === null ? null : { sql: timer ? FIND_TIMER : FIND_OUTBOX, params: consumed },
    guard: turn.shared === undefined ? null : sharedGuard(turn.session, turn.shared),
    journal: journalCells(turn.session, turn.journal),
    session: opens ? sessionCells(turn.session) : changedCells(turn.session),
    rows,
    domain,
  };
}

function consumedKey(turn: TurnWrite): readonly Param[] | null {
  const { consumes, session } = turn;
  if (consumes === undefined) return null;
  return consumes.kind === 'timer' ? [session.id, consumes.id, consumes.epoch] : [consumes.key, session.id];
}

function pushRows(rows: Statement[], turn: TurnWrite): void {
  const { id, workspaceId } = turn.session;
  for (const message of turn.messages) {
    rows.push({ sql: INSERT_MESSAGE, params: [id, message.seq, workspaceId, JSON.stringify(message)] });
  }
  for (const timer of turn.timers.cancel) rows.push({ sql: CANCEL_TIMER, params: [id, timer] });
  for (const timer of turn.timers.set) {
    const { event, dueAt, epoch, setAt, durationMs, onRestart } = timer;
    rows.push({
      sql: SET_TIMER,
      params: [id, timer.id, workspaceId, event, dueAt, epoch, setAt, durationMs, onRestart],
    });
  }
  for (const row of turn.outbox) {
    const { key, effect, attempts, dueAt, leaseUntil, lastError } = row;
    const readyAt = Math.max(dueAt, leaseUntil);
    const params = [key, id, workspaceId, JSON.stringify(effect), attempts, dueAt, leaseUntil, readyAt, lastError];
    rows.push({ sql: INSERT_OUTBOX, params });
  }
}

function sessionCells(session: StoredSession): readonly Param[] {
  return [
    session.id,
    session.workspaceId,
    session.flowId,
    session.version,
    session.contactId,
    session.tokenHash,
    session.channel,
    session.locale,
    JSON.stringify(session.source),
    session.revision,
    session.snapshot === null ? null : JSON.stringify(session.snapshot),
    session.status,
    session.lastSeq,
    session.createdAt,
    session.updatedAt,
  ];
}

/** Parameters of UPDATE_SESSION: what a turn may change, then the key and the revision expected. */
function changedCells(session: StoredSession): readonly Param[] {
  return [
    session.version,
    session.locale,
    session.revision,
    session.snapshot === null ? null : JSON.stringify(session.snapshot),
    session.status,
    session.lastSeq,
    session.updatedAt,
    session.id,
    session.workspaceId,
    session.revision - 1,
  ];
}

function journalCells(session: StoredSession, entry: JournalEntry): readonly Param[] {
  return [
    session.id,
    textOfKey(entry.eventId),
    session.workspaceId,
    entry.revision,
    entry.at,
    JSON.stringify(entry.event),
    entry.outputs.length === 0 ? '[]' : JSON.stringify(entry.outputs),
    entry.trace.length === 0 ? '[]' : JSON.stringify(entry.trace),
    entry.fault === null ? null : JSON.stringify(entry.fault),
    entry.firstSeq,
    entry.lastSeq,
  ];
}

/**
 * A text from outside as a key column. SQLite keeps UTF-8, in which every lone surrogate becomes the same character, so two different
 * ids could meet; such ids (and those with a quote or backslash) are kept JSON-escaped. Everything usual stays as it is.
 */
export function textOfKey(key: string): string {
  return /[\ud800-\udfff"\\]/.test(key) ? JSON.stringify(key).slice(1, -1) : key;
}

function parseKey(text: string): string {
  return text.includes('\\') ? parseJson<string>(`"${text}"`) : text;
}

export type SessionCells = readonly [
  id: string,
  workspaceId: string,
  flowId: string,
  version: number,
  contactId: string,
  tokenHash: string,
  channel: string,
  locale: string,
  source: string,
  revision: number,
  snapshot: string | null,
  status: StoredSession['status'],
  lastSeq: number,
  createdAt: number,
  updatedAt: number,
];

/** A row of `sessions`. */
export function parseSession(row: SessionCells): StoredSession {
  return {
    workspaceId: row[1],
    id: row[0],
    flowId: row[2],
    version: row[3],
    contactId: row[4],
    tokenHash: row[5],
    channel: row[6],
    locale: row[7],
    source: parseJson(row[8]),
    revision: row[9],
    snapshot: row[10] === null ? null : parseJson(row[10]),
    status: row[11],
    lastSeq: row[12],
    createdAt: row[13],
    updatedAt: row[14],
  };
}

/** A row of `journal`, its cells in table order. */
export function parseEntry(row: readonly Param[]): JournalEntry {
  // `as`: the cells come back from the writer thread as a plain list; their types are those of the table.
  const [, eventId, , revision, at, event, outputs, trace, fault, firstSeq, lastSeq] = row as JournalCells;
  return {
    revision,
    eventId: parseKey(eventId),
    at,
    event: parseJson(event),
    outputs: parseJson(outputs),
    trace: parseJson(trace),
    fault: fault === null ? null : parseJson(fault),
    firstSeq,
    lastSeq,
  };
}

export type JournalCells = readonly [
  sessionId: string,
  eventId: string,
  workspaceId: string,
  revision: number,
  at: number,
  event: string,
  outputs: string,
  trace: string,
  fault: string | null,
  firstSeq: number,
  lastSeq: number,
];

export type TimerCells = readonly [
  sessionId: string,
  id: string,
  workspaceId: string,
  event: string,
  dueAt: number,
  epoch: number,
  setAt: number,
  durationMs: number,
  onRestart: TimerRow['onRestart'],
];

/** A row of `timers`. */
export function timerFromCells(row: TimerCells): TimerRow {
  const [sessionId, id, workspaceId, event, dueAt, epoch, setAt, durationMs, onRestart] = row;
  return { workspaceId, sessionId, id, event, dueAt, epoch, setAt, durationMs, onRestart };
}

type OutboxCells = readonly [
  key: string,
  sessionId: string,
  workspaceId: string,
  effect: string,
  attempts: number,
  dueAt: number,
  leaseUntil: number,
  readyAt: number,
  lastError: string,
];

/** A row of `outbox`, its cells in table order. */
export function parseOutbox(row: readonly Param[]): OutboxRow {
  // `as`: see parseEntry.
  const [key, sessionId, workspaceId, effect, attempts, dueAt, leaseUntil, , lastError] = row as OutboxCells;
  return { workspaceId, sessionId, key, effect: parseJson(effect), attempts, dueAt, leaseUntil, lastError };
}

/** JSON this store wrote itself; read back unchecked. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the column decides the type; the caller names it
export function parseJson<T>(text: string): T {
  return JSON.parse(text) as T;
}
