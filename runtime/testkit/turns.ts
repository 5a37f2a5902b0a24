// Builders of what a store takes: a session, and turns of it.
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { Message } from '#nodes/wire/customer.ts';
import type { OutboxRow, StoredSession, TimerRow, TurnWrite } from '#runtime/ports/session-store.ts';

const AT = Date.UTC(2026, 0, 1);

/** A session that was not stored yet. */
export function newSession(over: Partial<StoredSession> = {}): StoredSession {
  return {
    workspaceId: 'w1',
    id: 's1',
    flowId: 'f1',
    version: 1,
    contactId: 'c1',
    tokenHash: 'a'.repeat(64),
    channel: 'web',
    locale: 'zh-CN',
    source: { page: 'https://shop.example/订单?a=1' },
    revision: 0,
    snapshot: null,
    status: 'bot',
    lastSeq: 0,
    createdAt: AT,
    updatedAt: AT,
    ...over,
  };
}

/** What a turn may hold besides the session. */
export type TurnParts = Partial<Omit<TurnWrite, 'session' | 'journal' | 'messages'>> & {
  readonly eventId?: string;
  readonly says?: readonly string[];
  readonly event?: FlowEvent;
  readonly session?: Partial<StoredSession>;
};

/** The next turn of a session: the revision grows by one, each text of `says` is a message. */
export function nextTurn(session: StoredSession, parts: TurnParts = {}): TurnWrite {
  const revision = session.revision + 1;
  const texts = parts.says ?? [];
  const at = session.updatedAt + 1000;
  const messages = texts.map((text, index) => message(session, session.lastSeq + 1 + index, text));
  const lastSeq = session.lastSeq + messages.length;
  const event: FlowEvent = parts.event ?? { type: 'message.received', at, messageId: `m${revision}`, text: 'hi' };
  return {
    session: { ...session, revision, lastSeq, updatedAt: at, snapshot: snapshotOf(session, at), ...parts.session },
    journal: {
      revision,
      eventId: parts.eventId ?? `e${revision}`,
      at,
      event,
      outputs: [],
      trace: [{ node: 'start' }, { node: 'start', port: 'next' }, { node: 'ask' }],
      fault: null,
      firstSeq: messages.length === 0 ? 0 : session.lastSeq + 1,
      lastSeq: messages.length === 0 ? 0 : lastSeq,
    },
    messages,
    timers: parts.timers ?? { set: [], cancel: [] },
    outbox: parts.outbox ?? [],
    domain: parts.domain ?? [],
    ...(parts.consumes === undefined ? {} : { consumes: parts.consumes }),
  };
}

/** A timer row. */
export function timerRow(
  session: StoredSession,
  id: string,
  dueAt: number,
  epoch = session.revision + 1,
  over: Partial<TimerRow> = {},
): TimerRow {
  return {
    workspaceId: session.workspaceId,
    sessionId: session.id,
    id,
    event: `after ${id}`,
    dueAt,
    epoch,
    setAt: 0,
    durationMs: dueAt,
    onRestart: 'deadline',
    ...over,
  };
}

/** An outbox row with an http request. */
export function outboxRow(session: StoredSession, key: string, dueAt: number): OutboxRow {
  return {
    workspaceId: session.workspaceId,
    sessionId: session.id,
    key,
    effect: {
      id: key,
      kind: 'http.request',
      node: 'call',
      visit: 1,
      index: 0,
      request: {
        method: 'POST',
        url: 'https://api.example/订单',
        headers: {},
        body: { text: '你好' },
        timeoutMs: 5000,
        retry: { max: 3, backoffMs: 500 },
      },
    },
    attempts: 0,
    dueAt,
    leaseUntil: 0,
    lastError: '',
  };
}

function message(session: StoredSession, seq: number, text: string): Message {
  return { id: `${session.id}-${seq}`, seq, at: '2026-01-01T00:00:00.000Z', from: 'bot', kind: 'text', text };
}

function snapshotOf(session: StoredSession, now: number): FlowSnapshot {
  return {
    value: { ask: 'waiting' },
    context: {
      vars: { order: 'A-1', count: 2 },
      customer: {},
      session: {
        id: session.id,
        locale: session.locale,
        channel: session.channel,
        source: session.source,
        startedAt: session.createdAt,
        seed: 7,
      },
      turn: { text: '订单在哪里', understood: null },
      now,
      moods: [{ label: 'calm', intensity: 0.1, text: '订单在哪里' }],
      visits: { start: 1, ask: 1 },
      tries: {},
      person: null,
    },
    status: 'active',
  };
}
