// Sessions on SQLite: reads on the calling thread, writes through group commit.
import type Sqlite from 'better-sqlite3';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Advanced, SessionStore, WorkStore } from '#runtime/ports/session-store.ts';
import { createBatchPlayer, type FaultPoint } from './batch.ts';
import { openConnection } from './connection.ts';
import type { OpenDatabase } from './database.ts';
import { domainWrites } from './domain-writes.ts';
import type { Answer } from './jobs.ts';
import { parseObject } from './parse-object.ts';
import * as rows from './rows.ts';
import { READ_SHARED } from './shared-values.ts';
import { createInlineRunner, createThreadRunner, createWriter, type BatchRunner } from './writer.ts';

/** Settings of the store. */
export interface SqlSessionStoreOptions {
  readonly database: OpenDatabase;
  /**
   * Called before each durable step, for tests that make it throw or kill the process there. Such a store writes on the calling
   * thread; the statements and their order are the same.
   */
  readonly faults?: (point: FaultPoint) => void;
}

/** The store and the work that waits in it. Close it before the database. */
export interface SqlSessionStore extends SessionStore, WorkStore {
  close(): Promise<void>;
}

const RETRY = 'update outbox set due_at = ?, lease_until = 0, ready_at = ?, last_error = ? where key = ?';
const RELEASE = 'update outbox set lease_until = 0, ready_at = due_at where lease_until > 0';
// Times down are counted from the last sign of life, or from when the timer was set if that is later. Without a sign of life nothing is known: nothing changes.
const UP_UNTIL = 'max(set_at, (select at from heartbeat))';
const LEAVE_OUT_DOWNTIME = `update timers set due_at = due_at + ? - ${UP_UNTIL}, set_at = set_at + ? - ${UP_UNTIL}
  where on_restart = 'remaining' and ? > ${UP_UNTIL}`;
const BEGIN_ANEW = `update timers set due_at = ? + duration_ms, set_at = ?
  where on_restart = 'restart' and ? > ${UP_UNTIL} and due_at > (select at from heartbeat)`;
const BEAT = 'insert into heartbeat (id, at) values (1, ?) on conflict (id) do update set at = excluded.at';

/** Opens the store. A file gets a writer thread and a read connection of its own; a database in memory is used in place. */
export function createSqlSessionStore(options: SqlSessionStoreOptions): SqlSessionStore {
  const { database } = options;
  const inMemory = database.raw.memory;
  const reader = inMemory ? database.raw : openConnection(database.file, { readonly: true });
  const writer = createWriter(runnerFor(options));
  const read = prepareReads(reader);

  return {
    load: (workspaceId, sessionId) =>
      answer(() => {
        const row = read.load.get(sessionId, workspaceId);
        return row === undefined ? undefined : rows.parseSession(row);
      }),
    find: (sessionId) =>
      answer(() => {
        const row = read.find.get(sessionId);
        return row === undefined ? undefined : rows.parseSession(row);
      }),
    messages: (workspaceId, sessionId, afterSeq, limit) =>
      answer(() => read.messages.all(sessionId, workspaceId, afterSeq, limit).map((body) => rows.parseJson(body))),
    journal: (workspaceId, sessionId) =>
      answer(() => read.journal.all(sessionId, workspaceId).map((row) => rows.parseEntry(row))),
    recorded: (workspaceId, sessionId, eventId) =>
      answer(() => {
        const row = read.recorded.get(sessionId, rows.textOfKey(eventId), workspaceId);
        return row === undefined ? undefined : rows.parseEntry(row);
      }),
    timersOf: (workspaceId, sessionId) =>
      answer(() => read.timersOf.all(sessionId, workspaceId).map((row) => rows.timerFromCells(row))),
    shared: (workspaceId, flowId) =>
      answer(() => {
        const row = read.shared.get(workspaceId, flowId);
        return row === undefined ? { revision: 0, values: {} } : { revision: row[0], values: parseObject(row[1]) };
      }),
    dueTimers: (now, limit) => answer(() => read.dueTimers.all(now, limit).map((row) => rows.timerFromCells(row))),
    nextDue: () => answer(() => read.nextDue.get() ?? undefined),

    async advance(turn) {
      return advancedFrom(await writer.write(rows.jobFromTurn(turn, domainWrites(turn))));
    },
    async claimOutbox(now, leaseMs, limit) {
      const claimed = await writer.write({ kind: 'claim', now, leaseMs, limit });
      if (typeof claimed !== 'object' || !('claimed' in claimed)) return [];
      return claimed.claimed
        .map((row) => rows.parseOutbox(row))
        .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
    },
    async retryOutbox(key, dueAt, error) {
      await writer.write({ kind: 'run', statements: [{ sql: RETRY, params: [dueAt, dueAt, error, key] }] });
    },
    async releaseOutbox() {
      await writer.write({ kind: 'run', statements: [{ sql: RELEASE, params: [] }] });
    },
    async beat(now) {
      await writer.write({ kind: 'run', statements: [{ sql: BEAT, params: [now] }] });
    },
    async resumeTimers(now) {
      await writer.write({
        kind: 'run',
        statements: [
          { sql: LEAVE_OUT_DOWNTIME, params: [now, now, now] },
          { sql: BEGIN_ANEW, params: [now, now, now] },
          { sql: BEAT, params: [now] },
        ],
      });
    },
    async close() {
      await writer.close();
      if (!inMemory) reader.close();
    },
  };
}

function runnerFor(options: SqlSessionStoreOptions): BatchRunner {
  const { database, faults } = options;
  if (database.raw.memory) {
    const play = createBatchPlayer(database.raw, faults);
    // The only connection: wait until no Kysely transaction is open on it.
    return createInlineRunner(
      play,
      (work) => database.kysely.connection().execute(() => Promise.resolve(work())),
      () => undefined,
    );
  }
  if (faults === undefined) return createThreadRunner(database.file);
  const connection = openConnection(database.file);
  return createInlineRunner(
    createBatchPlayer(connection, faults),
    (work) => new Promise((resolve) => resolve(work())),
    () => connection.close(),
  );
}

function prepareReads(reader: Sqlite.Database) {
  const session = `select ${rows.SESSION_COLUMNS} from sessions where id = ?`;
  const journal = `select ${rows.JOURNAL_COLUMNS} from journal where session_id = ?`;
  return {
    load: reader.prepare<[string, string], rows.SessionCells>(`${session} and workspace_id = ?`).raw(),
    find: reader.prepare<[string], rows.SessionCells>(session).raw(),
    messages: reader
      .prepare<[string, string, number, number], string>(
        'select body from messages where session_id = ? and workspace_id = ? and seq > ? order by seq limit ?',
      )
      .pluck(),
    journal: reader
      .prepare<[string, string], rows.JournalCells>(`${journal} and workspace_id = ? order by revision`)
      .raw(),
    recorded: reader
      .prepare<[string, string, string], rows.JournalCells>(`${journal} and event_id = ? and workspace_id = ?`)
      .raw(),
    dueTimers: reader
      .prepare<[number, number], rows.TimerCells>(
        `select ${rows.TIMER_COLUMNS} from timers where due_at <= ? order by due_at, session_id, id limit ?`,
      )
      .raw(),
    shared: reader.prepare<[string, string], [number, string]>(READ_SHARED).raw(),
    timersOf: reader
      .prepare<[string, string], rows.TimerCells>(
        `select ${rows.TIMER_COLUMNS} from timers where session_id = ? and workspace_id = ?`,
      )
      .raw(),
    nextDue: reader
      .prepare<[], number | null>(
        `select min(due) from (select min(due_at) as due from timers union all select min(ready_at) from outbox)`,
      )
      .pluck(),
  };
}

function advancedFrom(answer: Answer): Advanced {
  if (typeof answer === 'object' && 'duplicate' in answer) {
    return { outcome: 'duplicate', entry: rows.parseEntry(answer.duplicate) };
  }
  if (answer === 'stored' || answer === 'conflict' || answer === 'stale') return { outcome: answer };
  throw new FlowError('STORE_FAILED', 'The writer gave an answer that does not belong to a turn.');
}

function answer<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return Promise.reject(new FlowError('STORE_FAILED', `The database could not be read: ${reason}`));
  }
}
