// The store of events: what flows noted, and which conversations wait for word from outside. Both are written by turns.
import type { JsonObject } from '#nodes/kit/json.ts';

/** Something a flow noted. `value` is what it was worth, if anything. */
export interface TrackedEvent {
  readonly name: string;
  readonly properties: JsonObject;
  readonly value: number | null;
  readonly node: string;
  readonly version: number;
  readonly sessionId: string;
  readonly contactId: string;
  /** Unix ms. */
  readonly at: number;
}

/** Which events: from `since` (included) to `until` (not included), Unix ms; of one name or of all. */
export interface EventFilter {
  readonly since: number;
  readonly until: number;
  readonly name?: string;
}

/** Events of a workspace. */
export interface EventStore {
  /** Sessions that wait for this name and key, at most `limit`. */
  waiting(workspaceId: string, name: string, key: string, limit: number): Promise<readonly string[]>;
  /** Does this session wait for this name and key? */
  isWaiting(workspaceId: string, sessionId: string, name: string, key: string): Promise<boolean>;
  /** Newest first. */
  tracked(workspaceId: string, flowId: string, filter: EventFilter, limit: number): Promise<readonly TrackedEvent[]>;
  /** How many of each name on each day, oldest first. A day is the number of whole days since 1970 where the clock is `offsetMs` ahead of UTC. */
  daily(
    workspaceId: string,
    flowId: string,
    filter: EventFilter,
    offsetMs: number,
  ): Promise<readonly { readonly day: number; readonly name: string; readonly count: number }[]>;
  /** How many of each name, in how many conversations, and what they were worth together; most frequent first. */
  totals(
    workspaceId: string,
    flowId: string,
    filter: EventFilter,
  ): Promise<
    readonly { readonly name: string; readonly count: number; readonly sessions: number; readonly value: number }[]
  >;
}
