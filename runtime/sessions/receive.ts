// The one loop in the house: lock, load, play, commit, then wake and publish.
import { FlowError } from '#nodes/kit/errors.ts';
import { keepOf } from '#nodes/flow/delay-keep.ts';
import { burstBefore, isHeld } from '#nodes/flow/step.ts';
import { isBurstOver } from '#nodes/flow/burst.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { Message } from '#nodes/wire/customer.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type {
  JournalEntry,
  SessionStore,
  SharedValues,
  StoredSession,
  TimerRow,
  TurnWrite,
} from '#runtime/ports/session-store.ts';
import { BoundedCache } from './bounded-cache.ts';
import { actOfWindow, endOfWindow } from './held-messages.ts';
import type { PlayableFlow, PlayableFlows } from './playable-flows.ts';
import { playTurn, type LocalEffects, type PlayedTurn } from './play.ts';
import { CLOSING_EVENT, CLOSING_MS, IDLE_EVENT, IDLE_TIMER, isIdleCheck, isIdleSignal } from './idle-timer.ts';
import { createMigrate, type Migrate } from './migrate-session.ts';
import { misunderstoodIn } from './misunderstood.ts';
import { createSessionLock } from './session-lock.ts';
import type { Act, Received } from './sessions.ts';
import { needsRecent, spokenChoice } from './transcript.ts';
import { turnWriteFrom, type TurnInput } from './turn-write.ts';

/** Sessions kept in memory; the rest are rows. */
const CACHED_SESSIONS = 2000;
/** How often a lost revision race is played again. */
const MAX_RACES = 50;
const RECENT_MESSAGES = 12;
/** What the loop stands on. */
export interface ReceiveDeps {
  readonly store: SessionStore;
  readonly flows: PlayableFlows;
  readonly clock: Clock;
  readonly bus: LiveBus;
  /** Runs local effects of a session. */
  readonly local: (session: StoredSession, flow: PlayableFlow) => LocalEffects;
  /** Asks for the outbox or the timers to be looked at. */
  readonly wake: (key: 'outbox' | 'timers', at?: number) => void;
  /** Called after each commit, for rooms that announce what changed. Must not throw. */
  readonly afterTurn?: (turn: TurnWrite) => void;
}

/** A session in memory, with its newest messages when they are at hand. */
interface Known {
  readonly session: StoredSession;
  readonly recent: readonly Message[] | undefined;
}

/** Plays an event on a stored session; with `consumes`, in the name of a timer or an outbox row. */
export type Receive = (
  workspaceId: string,
  sessionId: string,
  eventId: string,
  act: Act,
  consumes?: TurnWrite['consumes'],
) => Promise<Received>;

/** Creates the loop. `begin` plays the first event of a session that is not stored yet. */
export function createReceive(deps: ReceiveDeps): {
  readonly receive: Receive;
  readonly begin: (session: StoredSession, act: Act, visitorId: string) => Promise<Received>;
  /** The session as this process knows it, without a look into the store. */
  readonly peek: (sessionId: string) => StoredSession | undefined;
  readonly migrate: Migrate;
} {
  const { store, clock } = deps;
  const lock = createSessionLock();
  const losers = createSessionLock();
  const cache = new BoundedCache<Known>(CACHED_SESSIONS);

  const receive: Receive = (workspaceId, sessionId, eventId, act, consumes) =>
    lock.run(sessionId, async () => {
      for (let race = 0; race < MAX_RACES; race++) {
        const cached = cache.get(sessionId)?.session;
        const session = cached?.workspaceId === workspaceId ? cached : await store.load(workspaceId, sessionId);
        if (session === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such conversation.');
        if (session.status === 'closed') return await answerClosed(session, eventId, act, consumes);
        const received = await inTurn(race, session, () => wholeTurn(session, eventId, act, consumes));
        if (received !== 'conflict') return received;
        cache.delete(sessionId);
      }
      throw new FlowError('STATE_CONFLICT', 'The conversation changed too often meanwhile. Try again.');
    });

  /** A race may have been lost to another conversation of the flow, over what they share: the losers then go one by one. */
  function inTurn<R>(race: number, { flowId }: StoredSession, play: () => Promise<R>): Promise<R> {
    return race === 0 ? play() : losers.run(flowId, play);
  }

  async function wholeTurn(
    session: StoredSession,
    eventId: string,
    act: Act,
    consumes: TurnWrite['consumes'],
  ): Promise<Received | 'conflict'> {
    const before = await playHeld(session, eventId, act);
    if (before === 'conflict') return before;
    if (before === undefined) return await turn(session, eventId, act, consumes);
    if (before.status === 'closed') return await answerClosed(before.session, eventId, act, consumes);
    return await turn(before.session, eventId, act, consumes);
  }

  /** What else happens to a session ends the wait for more messages: those that are held are answered first, as by a timer. */
  async function playHeld(
    session: StoredSession,
    eventId: string,
    act: Act,
  ): Promise<Received | 'conflict' | undefined> {
    if (session.snapshot?.context.burst === undefined || isBurstOver(act)) return undefined;
    const flow = await deps.flows.load(session.workspaceId, session.flowId, session.version);
    if (flow === undefined || burstBefore(flow.compiled, session.snapshot, act) === undefined) return undefined;
    // The same act again is no news.
    if ((await store.recorded(session.workspaceId, session.id, eventId)) !== undefined) return undefined;
    const over = endOfWindow(session);
    return await turn(session, over.eventId, over.act, undefined);
  }

  async function turn(
    session: StoredSession,
    eventId: string,
    act: Act,
    consumes: TurnWrite['consumes'],
    visitorId?: string,
  ): Promise<Received | 'conflict'> {
    const flow = await deps.flows.load(session.workspaceId, session.flowId, session.version);
    if (flow === undefined)
      throw new FlowError('FLOW_NOT_PUBLISHED', `Version ${session.version} of this flow is missing.`);
    const known = cache.get(session.id);
    const isOwn = known?.session === session;
    const recent = needsRecent(act) ? ((isOwn ? known.recent : undefined) ?? (await recentOf(session))) : [];
    const spoken = actOfWindow(spokenChoice(act, recent), session);
    // What is said with what follows is understood with it.
    const heard = isHeld(flow.compiled, session.snapshot, spoken) ? undefined : flow;
    if (spoken.type === 'message.received' && heard?.compiled.needs.understanding === true) {
      await flow.understander.prepare?.([spoken.text]);
    }
    const shared = flow.compiled.needs.shared ? await store.shared(session.workspaceId, session.flowId) : undefined;
    const event = withShared(eventFrom(spoken, clock.now(), heard), shared);
    const played = await playTurn(flow.compiled, session.snapshot, event, deps.local(session, flow));
    const write = turnWriteFrom({
      session,
      eventId,
      event,
      played,
      recent,
      shared,
      consumes,
      visitorId,
      misunderstood: misunderstoodIn(flow.compiled, session, event, played),
      ownTimers: idleTimer(session, event, flow, played),
      onRestart: (timerEvent) => keepOf(flow.compiled, timerEvent).restart,
    });
    const advanced = await store.advance(write).catch((error: unknown) => {
      // Nobody knows whether it was stored: the next turn reads what is true.
      cache.delete(session.id);
      throw error;
    });
    switch (advanced.outcome) {
      case 'stored':
        remember(write, session.revision === 0 ? [] : isOwn ? known.recent : undefined);
        announce(session, write);
        return {
          outcome: 'played',
          messages: write.messages.filter(isReply),
          status: write.session.status,
          session: write.session,
        };
      case 'conflict':
        return 'conflict';
      case 'stale':
        return { outcome: 'stale', messages: [], status: session.status, session };
      case 'duplicate':
        return await answerAgain(session, advanced.entry);
    }
  }

  function remember({ session, messages }: TurnWrite, recent: readonly Message[] | undefined): void {
    if (session.status === 'closed') cache.delete(session.id);
    else cache.set(session.id, { session, recent: after(recent, messages) });
  }

  /** The first answer may never have reached anybody, nor its announcement. */
  async function answerAgain(known: StoredSession, entry: JournalEntry): Promise<Received> {
    cache.delete(known.id);
    const session = (await store.load(known.workspaceId, known.id)) ?? known;
    const messages = await messagesOf(session, entry);
    const topic = `session:${session.id}`;
    if (deps.bus.listeners(topic) > 0) for (const message of messages) publish(topic, message);
    return { outcome: 'duplicate', messages: messages.filter(isReply), status: session.status, session };
  }

  async function answerClosed(
    session: StoredSession,
    eventId: string,
    act: Act,
    consumes: TurnWrite['consumes'],
  ): Promise<Received> {
    const entry = await store.recorded(session.workspaceId, session.id, eventId);
    if (entry !== undefined) return await answerAgain(session, entry);
    if (consumes !== undefined) {
      await drop(session, eventId, act, consumes);
      return { outcome: 'stale', messages: [], status: session.status, session };
    }
    throw new FlowError('SESSION_CLOSED', 'This conversation has ended. Start a new one to go on.');
  }

  /** A result or timer that comes after the end changes nothing, but its row must go. */
  async function drop(
    session: StoredSession,
    eventId: string,
    act: Act,
    consumes: TurnWrite['consumes'],
  ): Promise<void> {
    if (session.snapshot === null) return;
    const played: PlayedTurn = {
      snapshot: session.snapshot,
      effects: [],
      timers: { set: [], cancel: [] },
      trace: [],
      outcome: 'done',
      fault: null,
      attention: 'bot',
      outputs: [],
    };
    const event = eventFrom(act, clock.now(), undefined);
    const write = turnWriteFrom({ session, eventId, event, played, recent: [], consumes, ownTimers: NO_TIMERS });
    cache.delete(session.id);
    await store.advance(write);
  }

  function recentOf(session: StoredSession): Promise<readonly Message[]> {
    const { workspaceId, id, lastSeq } = session;
    return store.messages(workspaceId, id, Math.max(0, lastSeq - RECENT_MESSAGES), RECENT_MESSAGES);
  }

  async function messagesOf(session: StoredSession, { firstSeq, lastSeq }: JournalEntry): Promise<readonly Message[]> {
    if (firstSeq === 0) return [];
    return await store.messages(session.workspaceId, session.id, firstSeq - 1, lastSeq - firstSeq + 1);
  }

  function publish(topic: string, message: Message): void {
    deps.bus.publish(topic, { type: 'message', message });
  }

  function announce(before: StoredSession, write: TurnWrite): void {
    if (write.outbox.length > 0) deps.wake('outbox');
    for (const timer of write.timers.set) deps.wake('timers', timer.dueAt);
    const topic = `session:${before.id}`;
    if (deps.bus.listeners(topic) > 0) {
      for (const message of write.messages) publish(topic, message);
      if (before.status !== write.session.status)
        deps.bus.publish(topic, { type: 'status', status: write.session.status });
    }
    deps.afterTurn?.(write);
  }

  return {
    receive,
    migrate: createMigrate(deps, lock, (write) => {
      cache.delete(write.session.id);
      announce(write.session, write);
    }),
    peek: (sessionId) => cache.get(sessionId)?.session,
    begin: async (session, act, visitorId) => {
      for (let race = 0; race < MAX_RACES; race++) {
        const received = await inTurn(race, session, () => turn(session, 'start', act, undefined, visitorId));
        if (received !== 'conflict') return received;
      }
      throw new FlowError('STATE_CONFLICT', 'The conversation exists already.');
    },
  };
}

/** The newest messages once these were added; unknown stays unknown. */
function after(recent: readonly Message[] | undefined, added: readonly Message[]): readonly Message[] | undefined {
  return recent === undefined ? undefined : [...recent, ...added].slice(-RECENT_MESSAGES);
}

/** Messages that answer; the customer's own are not among them. */
function isReply(message: Message): boolean {
  return message.from !== 'customer';
}

function eventFrom(act: Act, at: number, flow: PlayableFlow | undefined): FlowEvent {
  if (act.type === 'message.received' && flow?.compiled.needs.understanding === true) {
    const { timeZone } = flow.published.document.settings;
    return { ...act, at, understood: flow.understander.understand(act.text, { now: at, timeZone }) };
  }
  return { ...act, at };
}

function withShared(event: FlowEvent, shared: SharedValues | undefined): FlowEvent {
  return shared === undefined ? event : { ...event, shared: shared.values };
}

const NO_TIMERS: TurnInput['ownTimers'] = { set: [], cancel: [] };

/** Set when the session starts and again when it fired too early; not rewritten on every turn, and gone with the session. */
function idleTimer(
  session: StoredSession,
  event: FlowEvent,
  flow: PlayableFlow,
  played: PlayedTurn,
): TurnInput['ownTimers'] {
  if (played.outcome === 'done') return { set: [], cancel: [IDLE_TIMER] };
  const starts = event.type === 'session.started';
  if (!starts && !isIdleCheck(event)) return NO_TIMERS;
  const { idleCloseMs } = flow.compiled.document.settings;
  const quietAt = (starts ? event.at : session.updatedAt) + idleCloseMs;
  const closing = isIdleSignal(event);
  const dueAt = closing
    ? event.at + Math.min(idleCloseMs, CLOSING_MS)
    : quietAt > event.at
      ? quietAt
      : event.at + idleCloseMs;
  const timer: TimerRow = {
    workspaceId: session.workspaceId,
    sessionId: session.id,
    id: IDLE_TIMER,
    event: closing ? CLOSING_EVENT : IDLE_EVENT,
    dueAt,
    epoch: session.revision + 1,
    setAt: event.at,
    durationMs: dueAt - event.at,
    onRestart: 'deadline',
  };
  return { set: [timer], cancel: [] };
}
