// The room's one door: open a session, authenticate a customer, play an event.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { Message, SessionStatus } from '#nodes/wire/customer.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';

/** An event without what the room adds itself: the time, and what understanding says of a message. */
export type Act = FlowEvent extends infer E ? (E extends FlowEvent ? Omit<E, 'at' | 'understood'> : never) : never;

/** How a new conversation begins. `customer` holds verified facts only. */
export interface OpenRequest {
  readonly slug: string;
  readonly channel: string;
  readonly visitorId?: string;
  readonly locale?: string;
  readonly source: JsonObject;
  readonly customer: JsonObject;
}

/** A conversation just opened. The token is shown once; only its hash is stored. */
export interface Opened {
  readonly session: StoredSession;
  readonly token: string;
  readonly messages: readonly Message[];
  readonly personButton: boolean;
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
  /** The session if the token is its own; undefined otherwise (compare in constant time). */
  authenticate(sessionId: string, token: string): Promise<StoredSession | undefined>;
  /**
   * Plays one event: lock, load, step with local effects, one commit, then wake and publish. `eventId` makes it idempotent within the session.
   * Fails with RESOURCE_NOT_FOUND for an unknown session, SESSION_CLOSED for a customer act on an ended one.
   */
  receive(workspaceId: string, sessionId: string, eventId: string, act: Act): Promise<Received>;
}
