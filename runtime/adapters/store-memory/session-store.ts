// Sessions in memory: the store of tests, rehearsals and the command line. Nothing outlives the process.
import { FlowError } from '#nodes/kit/errors.ts';
import type {
  Advanced,
  JournalEntry,
  OutboxRow,
  SessionStore,
  SharedValues,
  StoredSession,
  TimerRow,
  TurnWrite,
  WorkStore,
} from '#runtime/ports/session-store.ts';
import type { Message } from '#nodes/wire/customer.ts';

/** Everything of one session. */
interface Kept {
  session: StoredSession;
  readonly journal: Map<string, JournalEntry>;
  readonly messages: Map<number, Message>;
  readonly timers: Map<string, TimerRow>;
}

/** Settings of the store. */
export interface MemorySessionStoreOptions {
  /** Sees each turn that was stored, as the tables of the other rooms do in a database. */
  readonly onStored?: (turn: TurnWrite) => void;
}

/** The store and the work that waits in it. */
export interface MemorySessionStore extends SessionStore, WorkStore {
  close(): Promise<void>;
}

/** Makes an empty store. */
export function createMemorySessionStore(options: MemorySessionStoreOptions = {}): MemorySessionStore {
  const sessions = new Map<string, Kept>();
  const outbox = new Map<string, OutboxRow>();
  const shared = new Map<string, SharedValues>();
  let lastBeat: number | undefined;

  function scoped(workspaceId: string, sessionId: string): Kept | undefined {
    const kept = sessions.get(sessionId);
    return kept?.session.workspaceId === workspaceId ? kept : undefined;
  }

  function advance(turn: TurnWrite): Advanced {
    const { id, workspaceId, revision } = turn.session;
    const kept = scoped(workspaceId, id);
    const entry = kept?.journal.get(turn.journal.eventId);
    if (entry !== undefined) return { outcome: 'duplicate', entry };
    if (!isThere(turn)) return { outcome: 'stale' };
    if (revision === 1 ? sessions.has(id) : kept?.session.revision !== revision - 1) return { outcome: 'conflict' };
    const known = shared.get(sharedKey(workspaceId, turn.session.flowId))?.revision ?? 0;
    if (turn.shared !== undefined && turn.shared.revision !== known) return { outcome: 'conflict' };
    refuseTwice(turn, kept);
    const target = kept ?? open(turn.session);
    write(turn, target);
    options.onStored?.(turn);
    return { outcome: 'stored' };
  }

  function isThere(turn: TurnWrite): boolean {
    const { consumes, session } = turn;
    if (consumes === undefined) return true;
    if (consumes.kind === 'outbox') return outbox.get(consumes.key)?.sessionId === session.id;
    return sessions.get(session.id)?.timers.get(consumes.id)?.epoch === consumes.epoch;
  }

  function open(session: StoredSession): Kept {
    const kept: Kept = { session, journal: new Map(), messages: new Map(), timers: new Map() };
    sessions.set(session.id, kept);
    return kept;
  }

  // What a database refuses by its keys.
  function refuseTwice(turn: TurnWrite, kept: Kept | undefined): void {
    const consumed = turn.consumes?.kind === 'outbox' ? turn.consumes.key : undefined;
    const keys = new Set<string>();
    for (const { key } of turn.outbox) {
      if (keys.has(key) || (outbox.has(key) && key !== consumed)) throw refused(`outbox key ${key}`);
      keys.add(key);
    }
    const seqs = new Set<number>();
    for (const { seq } of turn.messages) {
      if (seqs.has(seq) || kept?.messages.has(seq) === true) throw refused(`message ${seq}`);
      seqs.add(seq);
    }
  }

  function write(turn: TurnWrite, kept: Kept): void {
    const { version, locale, revision, snapshot, status, lastSeq, updatedAt, id, workspaceId } = turn.session;
    kept.session = { ...kept.session, version, locale, revision, snapshot, status, lastSeq, updatedAt };
    kept.journal.set(turn.journal.eventId, turn.journal);
    if (turn.shared !== undefined)
      shared.set(sharedKey(workspaceId, turn.session.flowId), { ...turn.shared, revision: turn.shared.revision + 1 });
    for (const message of turn.messages) kept.messages.set(message.seq, message);
    if (turn.consumes?.kind === 'outbox') outbox.delete(turn.consumes.key);
    if (turn.consumes?.kind === 'timer') kept.timers.delete(turn.consumes.id);
    for (const timer of turn.timers.cancel) kept.timers.delete(timer);
    for (const timer of turn.timers.set) kept.timers.set(timer.id, { ...timer, sessionId: id, workspaceId });
    for (const row of turn.outbox) outbox.set(row.key, { ...row, sessionId: id, workspaceId });
  }

  function claim(now: number, leaseMs: number, limit: number): readonly OutboxRow[] {
    return [...outbox.values()]
      .filter((row) => readyAt(row) <= now)
      .sort((a, b) => readyAt(a) - readyAt(b) || compare(a.key, b.key))
      .slice(0, limit)
      .sort((a, b) => a.dueAt - b.dueAt || compare(a.key, b.key))
      .map((row) => {
        const leased = { ...row, attempts: row.attempts + 1, leaseUntil: now + leaseMs };
        outbox.set(row.key, leased);
        return leased;
      });
  }

  function resume(now: number): void {
    const last = lastBeat;
    lastBeat = now;
    if (last === undefined) return;
    for (const kept of sessions.values()) {
      for (const timer of kept.timers.values()) kept.timers.set(timer.id, resumed(timer, last, now));
    }
  }

  function timers(): TimerRow[] {
    return [...sessions.values()].flatMap((kept) => [...kept.timers.values()]);
  }

  return {
    load: (workspaceId, sessionId) => answer(() => scoped(workspaceId, sessionId)?.session),
    shared: (workspaceId, flowId) =>
      answer(() => shared.get(sharedKey(workspaceId, flowId)) ?? { revision: 0, values: {} }),
    timersOf: (workspaceId, sessionId) => answer(() => [...(scoped(workspaceId, sessionId)?.timers.values() ?? [])]),
    find: (sessionId) => answer(() => sessions.get(sessionId)?.session),
    advance: (turn) => answer(() => advance(copy(turn))),
    messages: (workspaceId, sessionId, afterSeq, limit) =>
      answer(() =>
        [...(scoped(workspaceId, sessionId)?.messages.values() ?? [])]
          .filter((message) => message.seq > afterSeq)
          .sort((a, b) => a.seq - b.seq)
          .slice(0, limit),
      ),
    journal: (workspaceId, sessionId) =>
      answer(() =>
        [...(scoped(workspaceId, sessionId)?.journal.values() ?? [])].sort((a, b) => a.revision - b.revision),
      ),
    recorded: (workspaceId, sessionId, eventId) => answer(() => scoped(workspaceId, sessionId)?.journal.get(eventId)),
    claimOutbox: (now, leaseMs, limit) => answer(() => claim(now, leaseMs, limit)),
    retryOutbox: (key, dueAt, lastError) =>
      answer(() => {
        const row = outbox.get(key);
        if (row !== undefined) outbox.set(key, { ...row, dueAt, leaseUntil: 0, lastError });
      }),
    releaseOutbox: () =>
      answer(() => {
        for (const row of outbox.values()) outbox.set(row.key, { ...row, leaseUntil: 0 });
      }),
    dueTimers: (now, limit) =>
      answer(() =>
        timers()
          .filter((timer) => timer.dueAt <= now)
          .sort((a, b) => a.dueAt - b.dueAt || compare(a.sessionId, b.sessionId) || compare(a.id, b.id))
          .slice(0, limit),
      ),
    nextDue: () =>
      answer(() => {
        const due = [...timers().map((timer) => timer.dueAt), ...[...outbox.values()].map(readyAt)];
        return due.length === 0 ? undefined : due.reduce((first, at) => Math.min(first, at));
      }),
    beat: (now) =>
      answer(() => {
        lastBeat = now;
      }),
    resumeTimers: (now) => answer(() => resume(now)),
    close: () => Promise.resolve(),
  };
}

function resumed(timer: TimerRow, lastBeat: number, now: number): TimerRow {
  const downMs = now - Math.max(timer.setAt, lastBeat);
  if (downMs <= 0 || timer.onRestart === 'deadline') return timer;
  if (timer.onRestart === 'remaining') return { ...timer, dueAt: timer.dueAt + downMs, setAt: timer.setAt + downMs };
  return timer.dueAt > lastBeat ? { ...timer, dueAt: now + timer.durationMs, setAt: now } : timer;
}

function readyAt(row: OutboxRow): number {
  return Math.max(row.dueAt, row.leaseUntil);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Nobody outside keeps a hand on what is stored, and it is what JSON makes of it, as in a database. */
function copy(turn: TurnWrite): TurnWrite {
  return parseTurn(JSON.stringify(turn));
}

function parseTurn(text: string): TurnWrite {
  return JSON.parse(text) as TurnWrite;
}

function refused(what: string): FlowError {
  return new FlowError('STORE_FAILED', `The store did not take it: ${what} is there already.`);
}

function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}

function sharedKey(workspaceId: string, flowId: string): string {
  return JSON.stringify([workspaceId, flowId]);
}
