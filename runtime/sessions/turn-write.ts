// From a played turn to everything one transaction writes.
import { timingOf } from '#nodes/kit/effects.ts';
import type { KeepTime } from '#nodes/kit/machine.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { Message, SessionStatus } from '#nodes/wire/customer.ts';
import type {
  MisunderstoodSentence,
  SharedValues,
  StoredSession,
  TimerRow,
  TurnWrite,
} from '#runtime/ports/session-store.ts';
import { isIdleCheck } from './idle-timer.ts';
import type { PlayedTurn } from './play.ts';
import { messagesFrom } from './transcript.ts';

/** What the turn needs besides what was played. */
export interface TurnInput {
  readonly session: StoredSession;
  readonly eventId: string;
  readonly event: FlowEvent;
  readonly played: PlayedTurn;
  /** What becomes of a timer of the chart after a restart, by its event. Without it the deadline holds. */
  readonly onRestart?: (timerEvent: string) => KeepTime;
  readonly recent: readonly Message[];
  /** What the conversations of the flow share, as the event brought it. */
  readonly shared?: SharedValues | undefined;
  readonly consumes: TurnWrite['consumes'];
  readonly visitorId?: string | undefined;
  readonly misunderstood?: MisunderstoodSentence | undefined;
  /** Timers of the room's own, beside those of the chart. */
  readonly ownTimers: { readonly set: readonly TimerRow[]; readonly cancel: readonly string[] };
}

/** Builds the write. */
export function turnWriteFrom(input: TurnInput): TurnWrite {
  const { session, eventId, event, played, recent, consumes, visitorId, ownTimers, onRestart, misunderstood } = input;
  const { workspaceId, id: sessionId } = session;
  const revision = session.revision + 1;
  const { at } = event;
  const messages = messagesFrom(session, event, played.effects, recent);
  const lastSeq = session.lastSeq + messages.length;
  return {
    session: {
      ...session,
      revision,
      snapshot: played.snapshot,
      status: statusOf(played),
      lastSeq,
      // A look at the clock is no sign of life.
      updatedAt: isIdleCheck(event) ? session.updatedAt : at,
    },
    journal: {
      revision,
      eventId,
      at,
      event,
      outputs: played.outputs,
      trace: played.trace,
      fault: played.fault,
      firstSeq: messages.length === 0 ? 0 : session.lastSeq + 1,
      lastSeq: messages.length === 0 ? 0 : lastSeq,
    },
    messages,
    timers: {
      set: [
        ...ownTimers.set,
        ...played.timers.set.map((timer) => ({
          workspaceId,
          sessionId,
          id: timer.id,
          event: timer.event,
          dueAt: at + timer.delayMs,
          epoch: revision,
          setAt: at,
          durationMs: timer.delayMs,
          onRestart: onRestart?.(timer.event) ?? 'deadline',
        })),
      ],
      cancel: [...played.timers.cancel, ...ownTimers.cancel],
    },
    outbox: played.effects
      .filter((effect) => timingOf(effect.kind) === 'remote')
      .map((effect) => ({
        workspaceId,
        sessionId,
        key: `${sessionId}:${effect.id}`,
        effect,
        attempts: 0,
        dueAt: at,
        leaseUntil: 0,
        lastError: '',
      })),
    domain: played.effects
      .filter((effect) => timingOf(effect.kind) === 'commit' && effect.kind !== 'message.send')
      .map((effect) => ({ kind: effect.kind, effect })),
    ...changedFacts(session, event, played),
    ...sharedAfter(input),
    ...(misunderstood === undefined ? {} : { misunderstood }),
    ...(visitorId === undefined ? {} : { visitorId }),
    ...(consumes === undefined ? {} : { consumes }),
  };
}

/** What the flow wrote about the customer. What the session came with is known already, or vouched for by somebody else. */
function changedFacts(
  { snapshot }: StoredSession,
  event: FlowEvent,
  played: Pick<PlayedTurn, 'snapshot'>,
): Pick<TurnWrite, 'facts'> {
  const before = snapshot?.context.customer ?? (event.type === 'session.started' ? event.customer : {});
  const after = played.snapshot.context.customer;
  if (before === after) return {};
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return changed.length === 0 ? {} : { facts: Object.fromEntries(changed.map((name) => [name, after[name] ?? null])) };
}

/** What the turn leaves to the other conversations of the flow, if it changed it. */
function sharedAfter({ shared, played }: TurnInput): Pick<TurnWrite, 'shared'> {
  const values = played.snapshot.context.flow;
  if (shared === undefined || values === undefined) return {};
  return JSON.stringify(values) === JSON.stringify(shared.values) ? {} : { shared: { ...shared, values } };
}

/** Who answers now. */
export function statusOf(played: Pick<PlayedTurn, 'outcome' | 'attention'>): SessionStatus {
  return played.outcome === 'done' ? 'closed' : played.attention;
}
