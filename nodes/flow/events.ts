// Everything that can happen to a session, as data. Time, ids and randomness arrive here and nowhere else.
import type { Understood } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import type { FlowSnapshot } from './context.ts';

interface Happened {
  /** Unix time in milliseconds. */
  readonly at: number;
  /** What all conversations of the flow share, as it is now; absent for flows that share nothing, and where nobody else is (rehearsals). */
  readonly shared?: JsonObject;
}

/** The first event of a session. `seed` feeds every random choice of the session. */
export interface SessionStarted extends Happened {
  readonly type: 'session.started';
  readonly sessionId: string;
  readonly seed: number;
  readonly locale: string;
  readonly channel: string;
  /** Page, referrer, campaign as the channel told them. */
  readonly source: JsonObject;
  /** What is already known of the customer. */
  readonly customer: JsonObject;
  /** The customer across conversations, where they are known. */
  readonly contactId?: string;
  /** The signal that opened the session: its branch is played instead of the start. */
  readonly entry?: { readonly name: string; readonly data: JsonObject };
}

/** The customer wrote. `understood` is there when the flow needs it. `merged` tells how many messages of a burst it holds. */
export interface MessageReceived extends Happened {
  readonly type: 'message.received';
  readonly messageId: string;
  readonly text: string;
  readonly understood?: Understood;
  readonly merged?: number;
}

/** The customer pressed an option, a card button, a suggestion or a rating. */
export interface ChoiceSelected extends Happened {
  readonly type: 'choice.selected';
  readonly messageId: string;
  readonly choice: string;
}

/** The customer sent a form. `values.consent` is the consent box; `values.cancelled` declines. */
export interface FormSubmitted extends Happened {
  readonly type: 'form.submitted';
  readonly messageId: string;
  readonly values: JsonObject;
}

/** The customer sent files. They are stored already, and each was of an accepted kind and size when it was. */
export interface FilesReceived extends Happened {
  readonly type: 'files.received';
  readonly messageId: string;
  readonly files: readonly SentFile[];
}

/** The customer pressed "talk to a person". */
export interface PersonRequested extends Happened {
  readonly type: 'person.requested';
  readonly messageId: string;
}

/** A local or remote effect finished. Dropped when its visit is over. */
export interface EffectCompleted extends Happened {
  readonly type: 'effect.completed';
  readonly node: string;
  readonly visit: number;
  readonly index: number;
  readonly output: Json;
}

/** An effect failed for good, after its retries. */
export interface EffectFailed extends Happened {
  readonly type: 'effect.failed';
  readonly node: string;
  readonly visit: number;
  readonly index: number;
  readonly error: { readonly code: string; readonly message: string };
}

/** A timer row came due. */
export interface TimerElapsed extends Happened {
  readonly type: 'timer.elapsed';
  readonly timerId: string;
  /** The XState event the timer stands for. */
  readonly event: string;
}

/** A person took the conversation. */
export interface AgentAccepted extends Happened {
  readonly type: 'agent.accepted';
  readonly agent: { readonly id: string; readonly name: string };
}

/** The person wrote to the customer. The chart does not move; the transcript grows. */
export interface AgentSaid extends Happened {
  readonly type: 'agent.said';
  readonly messageId: string;
  readonly text: string;
  /** Files instead of words; `text` then holds their names. */
  readonly files?: readonly SentFile[];
  readonly agent: { readonly id: string; readonly name: string };
}

/** The person closed the matter. */
export interface HandoffResolved extends Happened {
  readonly type: 'handoff.resolved';
  readonly agent: { readonly id: string; readonly name: string };
}

/** The person gave the conversation back to the flow, perhaps with a note and values for it. */
export interface HandoffReturned extends Happened {
  readonly type: 'handoff.returned';
  readonly agent: { readonly id: string; readonly name: string };
  readonly note: string;
}

/** The customer left while waiting or talking. */
export interface HandoffAbandoned extends Happened {
  readonly type: 'handoff.abandoned';
}

/** Something happened outside: an event that the operator named, raised through the API; or the session went quiet. */
export interface SignalRaised extends Happened {
  readonly type: 'signal.raised';
  readonly name: string;
  readonly data: JsonObject;
}

/** The session was idle for longer than the flow allows, or staff closed it. */
export interface SessionExpired extends Happened {
  readonly type: 'session.expired';
  readonly reason: string;
}

/**
 * Staff moved the session to another version of its flow. `snapshot` is the session as it stands there: the history stays true even
 * when the rules of moving change. `lost` holds values that the new version's types cannot hold.
 */
export interface SessionMigrated extends Happened {
  readonly type: 'session.migrated';
  readonly from: number;
  readonly to: number;
  readonly snapshot: FlowSnapshot;
  readonly lost: JsonObject;
  readonly by: { readonly id: string; readonly name: string };
}

export type FlowEvent =
  | SessionStarted
  | MessageReceived
  | ChoiceSelected
  | FormSubmitted
  | FilesReceived
  | PersonRequested
  | EffectCompleted
  | EffectFailed
  | TimerElapsed
  | AgentAccepted
  | AgentSaid
  | HandoffResolved
  | HandoffReturned
  | HandoffAbandoned
  | SignalRaised
  | SessionExpired
  | SessionMigrated;
