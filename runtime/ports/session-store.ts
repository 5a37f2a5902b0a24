// The store of running sessions: load one, advance it by one turn in one transaction, read its messages and its history.
import type { Effect, Emotion } from '#nodes/kit/effects.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { KeepTime } from '#nodes/kit/machine.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { FlowFault, TraceStep } from '#nodes/flow/step-result.ts';
import type { Message, SessionStatus } from '#nodes/wire/customer.ts';

/**
 * A session row. The flow is named by id and version; its definition is never stored here. Times are Unix ms.
 * Written once when opened: workspaceId, id, flowId, contactId, tokenHash, channel, source, createdAt. Turns change the rest.
 */
export interface StoredSession {
  readonly workspaceId: string;
  readonly id: string;
  readonly flowId: string;
  readonly version: number;
  readonly contactId: string;
  /** SHA-256 of the customer's bearer token, hex. */
  readonly tokenHash: string;
  readonly channel: string;
  readonly locale: string;
  readonly source: JsonObject;
  /** Grows by one each turn; the optimistic lock. 0: not stored yet. */
  readonly revision: number;
  readonly snapshot: FlowSnapshot | null;
  readonly status: SessionStatus;
  /** Sequence number of the newest message. */
  readonly lastSeq: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A timer row. `epoch` is the session revision that set it; a row replaced meanwhile does not fire. */
export interface TimerRow {
  readonly workspaceId: string;
  readonly sessionId: string;
  readonly id: string;
  readonly event: string;
  readonly dueAt: number;
  readonly epoch: number;
  /** When it began; times down that do not count are left out. 0: set before this was written down. */
  readonly setAt: number;
  readonly durationMs: number;
  /** What becomes of it when the server was down. What becomes of it in another version is said by that version. */
  readonly onRestart: KeepTime;
}

/** An outbox row: a remote effect to run. `key` (`session:node:visit:index`) is the idempotency key for providers. */
export interface OutboxRow {
  readonly workspaceId: string;
  readonly sessionId: string;
  readonly key: string;
  readonly effect: Effect;
  /** How often it was claimed, this time included; a worker that died counts too. */
  readonly attempts: number;
  readonly dueAt: number;
  /** Lease owner and end, while somebody works on it. */
  readonly leaseUntil: number;
  readonly lastError: string;
}

/** One entry of a session's history: the event as it was played (with what understanding said), the outputs of local effects, and what came of it. */
export interface JournalEntry {
  readonly revision: number;
  readonly eventId: string;
  readonly at: number;
  readonly event: FlowEvent;
  /** Results of local effects played inside the turn, in order, so that a replay needs no outside. */
  readonly outputs: readonly FlowEvent[];
  readonly trace: readonly TraceStep[];
  readonly fault: FlowFault | null;
  /** Sequence numbers of the messages of this turn: first and last, 0 and 0 when there were none. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** A domain event of the turn, for the rooms that project it (desk, leads, insights). Written in the same transaction to the tables they own. */
export type DomainWrite = { readonly kind: Effect['kind']; readonly effect: Effect };

/**
 * A customer's sentence that was misunderstood. `outOfScope`: no intent fitted; `unclear`: the flow asked back or gave up; `unsure`: it was
 * acted on with little confidence; `handoff`: it was acted on, and the customer then asked for a person.
 */
export interface MisunderstoodSentence {
  readonly text: string;
  readonly reason: 'outOfScope' | 'unclear' | 'unsure' | 'handoff';
  /** The best intent, if any. */
  readonly guess: string | null;
  readonly mood: Emotion;
}

/** What all conversations of a flow share. `revision` is the one that was read; 0: nothing was written yet. */
export interface SharedValues {
  readonly revision: number;
  readonly values: JsonObject;
}

/** Everything one turn writes. */
export interface TurnWrite {
  /** The session after the turn; `revision` is the new one (old + 1). Revision 1 inserts. */
  readonly session: StoredSession;
  readonly journal: JournalEntry;
  readonly messages: readonly Message[];
  /** Cancelled first, then set: an id in both is replaced. */
  readonly timers: { readonly set: readonly TimerRow[]; readonly cancel: readonly string[] };
  readonly outbox: readonly OutboxRow[];
  /** `commit` effects other than messages: leads, tags, handoffs, ratings ... */
  readonly domain: readonly DomainWrite[];
  /** A sentence of the customer that this turn showed to be misunderstood, for the trainer's inbox. Personal values are masked already. */
  readonly misunderstood?: MisunderstoodSentence;
  /** Facts about the customer that the flow changed in this turn, to be kept with the contact; null: forgotten. Later turns win, fact by fact. */
  readonly facts?: JsonObject;
  /** What all conversations of the flow share, as this turn leaves it; written only while it still has the revision that was read, else `conflict`. */
  readonly shared?: SharedValues;
  /** With revision 1: the visitor that the session's contact stands for. The contact is made in the same transaction when it is new. */
  readonly visitorId?: string;
  /** The outbox row or timer row this turn consumes; removed in the same transaction. If it is gone already the turn is `stale` and nothing is written. */
  readonly consumes?:
    | { readonly kind: 'outbox'; readonly key: string }
    | { readonly kind: 'timer'; readonly id: string; readonly epoch: number };
}

/** How an advance ended. Only `stored` wrote anything. */
export type Advanced =
  | { readonly outcome: 'stored' }
  /** The revision of the session, or of what its flow shares, was not the expected one: load again and play again. */
  | { readonly outcome: 'conflict' }
  /** The event id is in the journal already: answer with what was recorded. */
  | { readonly outcome: 'duplicate'; readonly entry: JournalEntry }
  /** The consumed timer or outbox row no longer exists: drop the event. */
  | { readonly outcome: 'stale' };

/**
 * Durable sessions. Each method is atomic; `advance` returns only after the data is on disk (group commit, `synchronous=FULL`).
 * Fails with STORE_FAILED when nothing was stored or it is not known whether (play the same event id again: stored once is stored),
 * with SERVER_BUSY when too much waits for the disk.
 */
export interface SessionStore {
  /** The session, or undefined. Scoped to the workspace. */
  load(workspaceId: string, sessionId: string): Promise<StoredSession | undefined>;
  /** Finds a session by id alone, for the customer API whose token is checked against `tokenHash`. */
  find(sessionId: string): Promise<StoredSession | undefined>;
  /** One turn, one transaction. */
  advance(turn: TurnWrite): Promise<Advanced>;
  /** Messages after a sequence number, oldest first. */
  messages(workspaceId: string, sessionId: string, afterSeq: number, limit: number): Promise<readonly Message[]>;
  /** The history, oldest first. */
  journal(workspaceId: string, sessionId: string): Promise<readonly JournalEntry[]>;
  /** The recorded turn of an event id, if any. */
  recorded(workspaceId: string, sessionId: string, eventId: string): Promise<JournalEntry | undefined>;
  /** What the conversations of a flow share. */
  shared(workspaceId: string, flowId: string): Promise<SharedValues>;
  /** The timers that stand for a session, in no order. */
  timersOf(workspaceId: string, sessionId: string): Promise<readonly TimerRow[]>;
}

/** The work that waits in the database: outbox rows and timers. */
export interface WorkStore {
  /** Leases up to `limit` outbox rows that are due and not leased (or whose lease ran out). */
  claimOutbox(now: number, leaseMs: number, limit: number): Promise<readonly OutboxRow[]>;
  /** Puts a leased row back for a later try. */
  retryOutbox(key: string, dueAt: number, error: string): Promise<void>;
  /** Ends every lease. For a process that starts and knows that it is the only worker on this store. */
  releaseOutbox(): Promise<void>;
  /** Timers due at `now`, oldest first. They stay until a turn consumes them. */
  dueTimers(now: number, limit: number): Promise<readonly TimerRow[]>;
  /** When the next timer or outbox row is due; undefined: nothing waits. */
  nextDue(): Promise<number | undefined>;
  /** The sign of life: the process runs at `now`. One row. */
  beat(now: number): Promise<void>;
  /**
   * For a process that starts, before timers fire: what the time since the last beat does to each timer, by its `onRestart`, and a beat, in one
   * transaction. A timer that was due by the last beat does not begin anew. Without an earlier beat the timers stay as they are.
   */
  resumeTimers(now: number): Promise<void>;
}
