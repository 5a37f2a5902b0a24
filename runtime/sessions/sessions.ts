// The room's one door: open a session, authenticate a customer, play an event, and let waiting work go on.
import { hash, timingSafeEqual } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FlowEvent, SessionMigrated, SessionStarted } from '#nodes/flow/events.ts';
import type { Message, SessionStatus } from '#nodes/wire/customer.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { OutboxRow, StoredSession, TimerRow } from '#runtime/ports/session-store.ts';
import { actOfQuiet, IDLE_EVENT, IDLE_TIMER } from './idle-timer.ts';
import type { PlayableFlow } from './playable-flows.ts';
import type { Migrate } from './migrate-session.ts';
import { createReceive, type ReceiveDeps } from './receive.ts';
import { versionFor } from './version-for.ts';

/** An event without what the room adds itself: the time, and what understanding says of a message. Moving to another version is no act. */
export type Act =
  Exclude<FlowEvent, SessionMigrated> extends infer E
    ? E extends FlowEvent
      ? Omit<E, 'at' | 'understood'>
      : never
    : never;

/** How a new conversation begins. `customer` holds verified facts only. */
export interface OpenRequest {
  readonly slug: string;
  readonly channel: string;
  readonly visitorId?: string;
  readonly locale?: string;
  readonly source: JsonObject;
  readonly customer: JsonObject;
  /** Opens it under this id; again under the same id answers what was opened. */
  readonly sessionId?: string;
  /** The signal that opens it, played instead of the start. */
  readonly entry?: SessionStarted['entry'];
}

/** A conversation just opened. The token is shown once; only its hash is stored. */
export interface Opened {
  readonly session: StoredSession;
  readonly token: string;
  readonly messages: readonly Message[];
  readonly personButton: boolean;
  /** `duplicate`: it was opened under this id before; the token is of no use. */
  readonly outcome: Received['outcome'];
}

/** What came of an event. `messages` are the replies of this turn (not the customer's own). */
export interface Received {
  /** `duplicate`: the id was seen before, the recorded answer is given again. `stale`: nothing to do (a timer or result that came too late). */
  readonly outcome: 'played' | 'duplicate' | 'stale';
  readonly messages: readonly Message[];
  readonly status: SessionStatus;
  readonly session: StoredSession;
}

/** The sessions room. */
export interface Sessions {
  /** FLOW_NOT_PUBLISHED when the slug has no published version. */
  open(request: OpenRequest): Promise<Opened>;
  /** The session if the token is its own; undefined otherwise (compared in constant time). */
  authenticate(sessionId: string, token: string): Promise<StoredSession | undefined>;
  /**
   * Plays one event: lock, load, step with local effects, one commit, then wake and publish. `eventId` makes it idempotent within the session.
   * Fails with RESOURCE_NOT_FOUND for an unknown session, SESSION_CLOSED for a customer act on an ended one.
   */
  receive(workspaceId: string, sessionId: string, eventId: string, act: Act): Promise<Received>;
  /** Feeds the result of a remote effect back and removes its outbox row, in one turn. */
  settle(
    row: OutboxRow,
    result: { readonly output: Json } | { readonly error: { readonly code: string; readonly message: string } },
  ): Promise<Received>;
  /** Fires a timer, if its row still stands. */
  elapse(timer: TimerRow): Promise<Received>;
  /** Carries a session to another version, as one turn; or says what that would do. Never throws for a session that cannot be moved. */
  readonly migrate: Migrate;
}

/** What the room stands on. */
export interface SessionsDeps extends ReceiveDeps {
  readonly published: Pick<PublishedFlows, 'current'>;
  /** The customer behind a visitor: an id and what is known. Writes nothing; the first turn makes a contact that is new. */
  readonly contactFor: (
    workspaceId: string,
    channel: string,
    visitorId: string,
  ) => Promise<{ readonly id: string; readonly facts: JsonObject }>;
}

/** Creates the room. */
export function createSessions(deps: SessionsDeps): Sessions {
  const { store, clock, published } = deps;
  const { receive, begin, peek, migrate } = createReceive(deps);
  return {
    migrate,
    async open(request) {
      const current = await published.current(request.slug);
      const sessionId = request.sessionId ?? clock.id();
      const ref =
        current === undefined
          ? undefined
          : { ...current, version: versionFor(current, request.sessionId ?? request.visitorId ?? sessionId) };
      if (ref === undefined) throw new FlowError('FLOW_NOT_PUBLISHED', `There is no published flow "${request.slug}".`);
      const flow = await deps.flows.load(ref.workspaceId, ref.flowId, ref.version);
      if (flow === undefined)
        throw new FlowError('FLOW_NOT_PUBLISHED', `There is no published flow "${request.slug}".`);
      const { settings } = flow.compiled.document;
      const locale = chooseLocale(request.locale, settings.locales, settings.locale);
      const { visitorId } = request;
      // Without a visitor id nobody can be known again.
      const contact =
        visitorId === undefined
          ? { id: clock.id(), facts: {} }
          : await deps.contactFor(ref.workspaceId, request.channel, visitorId);
      const token = clock.secret(32);
      const now = clock.now();
      const session: StoredSession = {
        workspaceId: ref.workspaceId,
        id: sessionId,
        flowId: ref.flowId,
        version: ref.version,
        contactId: contact.id,
        tokenHash: hashOf(token),
        channel: request.channel,
        locale,
        source: request.source,
        revision: 0,
        snapshot: null,
        status: 'bot',
        lastSeq: 0,
        createdAt: now,
        updatedAt: now,
      };
      const act: Act = {
        type: 'session.started',
        sessionId: session.id,
        seed: clock.seed(),
        locale,
        channel: request.channel,
        source: request.source,
        customer: { ...contact.facts, ...request.customer },
        contactId: contact.id,
        ...(request.entry === undefined ? {} : { entry: request.entry }),
      };
      const received = await begin(session, act, visitorId ?? `once:${contact.id}`);
      return {
        session: received.session,
        token,
        messages: received.messages,
        personButton: settings.personButton,
        outcome: received.outcome,
      };
    },

    async authenticate(sessionId, token) {
      // The hash of a token never changes; one that is known needs no look into the store.
      const session = peek(sessionId) ?? (await store.find(sessionId));
      const given = Buffer.from(hashOf(token), 'hex');
      const expected = Buffer.from(session?.tokenHash ?? hashOf(''), 'hex');
      return given.length === expected.length && timingSafeEqual(given, expected) && token !== '' ? session : undefined;
    },

    receive: (workspaceId, sessionId, eventId, act) => receive(workspaceId, sessionId, eventId, act),

    settle(row, result) {
      const { node, visit, index } = row.effect;
      const act: Act =
        'output' in result
          ? { type: 'effect.completed', node, visit, index, output: result.output }
          : { type: 'effect.failed', node, visit, index, error: result.error };
      return receive(row.workspaceId, row.sessionId, `effect:${row.key}`, act, { kind: 'outbox', key: row.key });
    },

    async elapse(timer) {
      const consumes = { kind: 'timer', id: timer.id, epoch: timer.epoch } as const;
      const eventId = `timer:${timer.id}:${String(timer.epoch)}`;
      const act: Act = { type: 'timer.elapsed', timerId: timer.id, event: timer.event };
      if (timer.id !== IDLE_TIMER) return receive(timer.workspaceId, timer.sessionId, eventId, act, consumes);
      const session = await store.load(timer.workspaceId, timer.sessionId);
      const flow =
        session === undefined ? undefined : await deps.flows.load(session.workspaceId, session.flowId, session.version);
      const idleMs = flow?.compiled.document.settings.idleCloseMs ?? 0;
      const isOver = session === undefined || (clock.now() - session.updatedAt >= idleMs && !isPausing(session, flow));
      return receive(
        timer.workspaceId,
        timer.sessionId,
        eventId,
        isOver ? actOfQuiet(timer.event, flow?.compiled.triggers.bySignal(IDLE_EVENT) !== undefined) : act,
        consumes,
      );
    },
  };
}

/** Node types that let time pass. */
const PAUSES: ReadonlySet<string> = new Set(['waitEvent', 'wait', 'leadPush', 'job']);

/** A flow that lets time pass on purpose is not over before it went on. */
function isPausing({ snapshot }: StoredSession, flow: PlayableFlow | undefined): boolean {
  const value = snapshot?.value;
  const state = typeof value === 'object' && value !== null ? Object.keys(value)[0] : value;
  return typeof state === 'string' && PAUSES.has(flow?.compiled.nodes.get(state)?.type ?? '');
}

function hashOf(token: string): string {
  return hash('sha256', token, 'hex');
}

/** The asked language if the flow speaks it, else one of the same family, else the flow's own. */
function chooseLocale(asked: string | undefined, spoken: readonly string[], own: string): string {
  if (asked === undefined) return own;
  const family = asked.split('-')[0];
  return spoken.find((locale) => locale === asked) ?? spoken.find((locale) => locale.split('-')[0] === family) ?? own;
}
