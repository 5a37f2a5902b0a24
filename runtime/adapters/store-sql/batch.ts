// Plays a batch of jobs in one transaction; runs on the writer thread, or on the caller's for a database in memory.
import type Sqlite from 'better-sqlite3';
import type { Answer, Cells, ClaimJob, Job, TurnJob } from './jobs.ts';
import { JOURNAL_COLUMNS, OUTBOX_COLUMNS, SESSION_COLUMNS } from './rows.ts';
import type { Param, Statement } from './statement.ts';

/** Where a test may make the store fail. Each is called right before the step it names; `answer` after the commit. */
export type FaultPoint = 'begin' | 'journal' | 'session' | 'rows' | 'domain' | 'claim' | 'run' | 'commit' | 'answer';

const INSERT_JOURNAL = `insert into journal (${JOURNAL_COLUMNS}) values (${marks(11)}) on conflict (session_id, event_id) do nothing`;
const FORGET_JOURNAL = 'delete from journal where session_id = ? and event_id = ?';
const FIND_JOURNAL = `select ${JOURNAL_COLUMNS} from journal where session_id = ? and event_id = ? and workspace_id = ?`;
const INSERT_SESSION = `insert into sessions (${SESSION_COLUMNS}) values (${marks(15)}) on conflict (id) do nothing`;
const UPDATE_SESSION = `update sessions set version = ?, locale = ?, revision = ?, snapshot = ?, status = ?, last_seq = ?, updated_at = ?
  where id = ? and workspace_id = ? and revision = ?`;
const CLAIM = `update outbox set attempts = attempts + 1, lease_until = ?, ready_at = ?
  where key in (select key from outbox where ready_at <= ? order by ready_at, key limit ?) returning ${OUTBOX_COLUMNS}`;

/** Plays a batch and answers job by job. Throws when nothing was stored, or when it is not known whether it was. */
export type BatchPlayer = (jobs: readonly Job[]) => readonly Answer[];

/** A player on a connection of its own (or one nobody else uses meanwhile). */
export function createBatchPlayer(connection: Sqlite.Database, faults?: (point: FaultPoint) => void): BatchPlayer {
  const prepared = new Map<string, Sqlite.Statement<Param[], Cells>>();
  const begin = connection.prepare('begin immediate');
  const commit = connection.prepare('commit');
  const rollback = connection.prepare('rollback');

  return function playBatch(jobs) {
    // Savepoints cost a copy of every page touched: they are used only to find the one bad job of a batch.
    if (jobs.length > 1) {
      const answers = inTransaction(() => {
        const list: Answer[] = [];
        for (const job of jobs) {
          const answer = attempt(() => play(job));
          if (typeof answer === 'object' && 'failed' in answer) return null;
          list.push(answer);
        }
        return list;
      });
      if (answers !== null) return answers;
    }
    return inTransaction(() => jobs.map((job) => playAlone(job))) ?? [];
  };

  function inTransaction(work: () => readonly Answer[] | null): readonly Answer[] | null {
    faults?.('begin');
    begin.run();
    let answers: readonly Answer[] | null;
    try {
      answers = work();
      if (answers === null) rollBack();
      else {
        faults?.('commit');
        commit.run();
      }
    } catch (cause) {
      rollBack();
      throw cause;
    }
    if (answers !== null) faults?.('answer');
    return answers;
  }

  // A full disk or an I/O error ends a transaction by itself.
  function rollBack(): void {
    if (connection.inTransaction) rollback.run();
  }

  function playAlone(job: Job): Answer {
    connection.exec('savepoint job');
    const answer = attempt(() => play(job));
    if (typeof answer === 'object' && 'failed' in answer) {
      // The transaction is gone and with it the jobs before: there is nothing to go on with.
      if (!connection.inTransaction) throw new Error(answer.failed);
      connection.exec('rollback to job');
    }
    connection.exec('release job');
    return answer;
  }

  function play(job: Job): Answer {
    switch (job.kind) {
      case 'turn':
        return playTurn(job);
      case 'claim':
        return claim(job);
      case 'run':
        faults?.('run');
        for (const statement of job.statements) run(statement);
        return 'done';
    }
  }

  // The order lets every expected outcome end with nothing, or one journal row, to take back.
  function playTurn(turn: TurnJob): Answer {
    const key = turn.journal.slice(0, 3);
    if (turn.consumes !== null && prepare(turn.consumes.sql).get(...turn.consumes.params) === undefined) {
      const recorded = prepare(FIND_JOURNAL).get(...key);
      return recorded === undefined ? 'stale' : { duplicate: recorded };
    }
    faults?.('journal');
    if (prepare(INSERT_JOURNAL).run(...turn.journal).changes === 0) {
      const recorded = prepare(FIND_JOURNAL).get(...key);
      return recorded === undefined ? 'conflict' : { duplicate: recorded };
    }
    if (turn.guard !== null && prepare(turn.guard.sql).get(...turn.guard.params) === undefined) {
      prepare(FORGET_JOURNAL).run(...key.slice(0, 2));
      return 'conflict';
    }
    faults?.('session');
    if (prepare(turn.opens ? INSERT_SESSION : UPDATE_SESSION).run(...turn.session).changes === 0) {
      prepare(FORGET_JOURNAL).run(...key.slice(0, 2));
      return 'conflict';
    }
    faults?.('rows');
    for (const statement of turn.rows) run(statement);
    if (turn.domain.length > 0) faults?.('domain');
    for (const statement of turn.domain) run(statement);
    return 'stored';
  }

  function claim(job: ClaimJob): Answer {
    faults?.('claim');
    const until = job.now + job.leaseMs;
    return { claimed: prepare(CLAIM).all(until, until, job.now, job.limit) };
  }

  function run(statement: Statement): void {
    prepare(statement.sql).run(...statement.params);
  }

  function prepare(sql: string): Sqlite.Statement<Param[], Cells> {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = connection.prepare<Param[], Cells>(sql);
      if (statement.reader) statement.raw();
      prepared.set(sql, statement);
    }
    return statement;
  }
}

function attempt(work: () => Answer): Answer {
  try {
    return work();
  } catch (cause) {
    return { failed: cause instanceof Error ? cause.message : String(cause) };
  }
}

function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}
