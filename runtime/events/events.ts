// The room's one door: word from other systems for whoever waits for it, and what flows noted to be counted.
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { OWN_SIGNALS } from '#nodes/wire/sessions.ts';
import type { ReportedEvent, TrackedEvents } from '#nodes/wire/events.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { EventStore } from '#runtime/ports/event-store.ts';
import type { JournalEntry, SessionStore } from '#runtime/ports/session-store.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import type { CallbackFacts, CallbackTokens } from './callbacks.ts';

export { createCallbackTokens, type Callbacks } from './callbacks.ts';

/** Conversations that one call tells at most. */
const MOST_AT_ONCE = 500;
const LISTED = 200;
/** How often a callback address may be called while nobody listens. */
const MOST_TRIES = 20;
const DAY_MS = 86_400_000;

/** What happened elsewhere. Without a key, those hear it who wait without one. */
export interface Report {
  readonly id: string;
  readonly name: string;
  readonly key?: string;
  readonly data: JsonObject;
}

/** Which notes: of the last `days`, of one name or of all; where a day begins is told by the clock's minutes east of Greenwich. */
export interface TrackedQuery {
  readonly days: number;
  readonly offsetMinutes: number;
  readonly name?: string;
}

/** The events room. */
export interface Events {
  /** REQUEST_INVALID for names of the system itself. Nobody waiting is no failure. */
  report(workspaceId: string, report: Report): Promise<ReportedEvent>;
  /**
   * A call of a callback address. RESOURCE_NOT_FOUND for an address that was not given out here; CALLBACK_USED the second time;
   * SESSION_CLOSED after the conversation; STATE_CONFLICT while nobody waits for it: not yet, not any more, or not just now.
   */
  answer(token: string, data: JsonObject): Promise<void>;
  /** Counts and the newest ones. */
  tracked(workspaceId: string, flowId: string, asked: TrackedQuery): Promise<TrackedEvents>;
}

/** What the room stands on. */
export interface EventsDeps {
  readonly store: EventStore;
  readonly sessions: Pick<Sessions, 'receive'>;
  readonly journal: Pick<SessionStore, 'recorded' | 'find'>;
  readonly callbacks: CallbackTokens;
  readonly clock: Pick<Clock, 'now'>;
}

/** Opens the room. */
export function createEvents({ store, sessions, journal, callbacks, clock }: EventsDeps): Events {
  async function tell(
    workspaceId: string,
    sessionId: string,
    { id, name, data }: Report,
  ): Promise<'heard' | 'duplicate' | 'unheard'> {
    const eventId = `signal:${id}`;
    try {
      const received = await sessions.receive(workspaceId, sessionId, eventId, { type: 'signal.raised', name, data });
      if (received.outcome !== 'played') return 'duplicate';
    } catch (error) {
      if (error instanceof FlowError && error.code === 'SESSION_CLOSED') return 'unheard';
      throw error;
    }
    return wasHeard(await journal.recorded(workspaceId, sessionId, eventId)) ? 'heard' : 'unheard';
  }

  /** The id of the next try with an address: one that came while nobody listened does not use it up. */
  async function nextTry(workspaceId: string, { sessionId, key }: CallbackFacts): Promise<string> {
    for (let number = 1; number <= MOST_TRIES; number++) {
      const id = `callback:${key}:${String(number)}`;
      const entry = await journal.recorded(workspaceId, sessionId, `signal:${id}`);
      if (entry === undefined) return id;
      if (wasHeard(entry)) throw used();
    }
    throw new FlowError('STATE_CONFLICT', `This address was called ${String(MOST_TRIES)} times while nobody listened.`);
  }

  return {
    async report(workspaceId, report) {
      if (OWN_SIGNALS.has(report.name))
        throw new FlowError('REQUEST_INVALID', `"${report.name}" is raised by the system itself. Choose another name.`);
      const { key } = report;
      const told = { ...report, data: key === undefined ? report.data : { ...report.data, key } };
      const waiting = await store.waiting(workspaceId, report.name, key ?? '', MOST_AT_ONCE + 1);
      const counts = { heard: 0, duplicate: 0, unheard: 0 };
      for (const one of waiting.slice(0, MOST_AT_ONCE)) counts[await tell(workspaceId, one, told)] += 1;
      return { ...counts, more: waiting.length > MOST_AT_ONCE };
    },

    async answer(token, data) {
      const facts = callbacks.read(token);
      const session = facts === undefined ? undefined : await journal.find(facts.sessionId);
      if (facts === undefined || session === undefined)
        throw new FlowError('RESOURCE_NOT_FOUND', 'This address was not given out here, or its conversation is gone.');
      const { workspaceId, id: sessionId } = session;
      const { name, key } = facts;
      const id = await nextTry(workspaceId, facts);
      if (session.status === 'closed')
        throw new FlowError('SESSION_CLOSED', 'The conversation that gave this address out has ended.');
      if (!(await store.isWaiting(workspaceId, sessionId, name, key)))
        throw new FlowError(
          'STATE_CONFLICT',
          'Nobody waits for this call at the moment: the wait has not begun yet, or its time is over. Try again in a little while.',
        );
      const outcome = await tell(workspaceId, sessionId, { id, name, data: { ...data, key } });
      if (outcome === 'duplicate') throw used();
      if (outcome === 'unheard')
        throw new FlowError('STATE_CONFLICT', 'The conversation is busy with something else. Try again later.');
    },

    async tracked(workspaceId, flowId, { days, name, offsetMinutes }) {
      const until = clock.now() + 1;
      const filter = { since: until - days * DAY_MS, until, ...(name === undefined ? {} : { name }) };
      const [totals, daily, events] = await Promise.all([
        store.totals(workspaceId, flowId, filter),
        store.daily(workspaceId, flowId, filter, offsetMinutes * 60_000),
        store.tracked(workspaceId, flowId, filter, LISTED),
      ]);
      return {
        totals: [...totals],
        days: daily.map(({ day, ...rest }) => ({ day: dateOf(day * DAY_MS), ...rest })),
        events: events.map((event) => ({
          name: event.name,
          properties: event.properties,
          value: event.value,
          node: event.node,
          version: event.version,
          sessionId: event.sessionId,
          at: new Date(event.at).toISOString(),
        })),
      };
    },
  };
}

function wasHeard(entry: JournalEntry | undefined): boolean {
  return entry?.trace.some(({ port }) => port === 'received') === true;
}

function used(): FlowError {
  return new FlowError('CALLBACK_USED', 'This address counts once, and was used already. Nothing was changed.');
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
