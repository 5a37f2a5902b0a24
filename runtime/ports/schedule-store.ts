// The store of schedules: when each fires next, and whom an occurrence still has to reach. Times are Unix ms.
import type { Json } from '#nodes/kit/json.ts';
import type { PublishedRef } from './published-flows.ts';

/** A schedule of the live version of a flow. */
export interface ScheduleRow {
  readonly workspaceId: string;
  readonly flowId: string;
  readonly node: string;
  readonly version: number;
  /** Undefined: it does not fire any more. */
  readonly nextAt: number | undefined;
}

/** Whom an occurrence is for: web customers with a tag, or one conversation for each item. */
export type Audience = { readonly tag: string } | { readonly items: readonly Json[] };

/** One customer or item that an occurrence has not reached yet. */
export interface ScheduleSend {
  readonly occurrence: number;
  /** The id of a contact, or the place of an item. */
  readonly target: string;
  readonly item: Json | undefined;
  /** The open conversation of the contact; undefined for an item. */
  readonly sessionId: string | undefined;
  readonly attempts: number;
}

/** Schedules of all workspaces; each row names its own. */
export interface ScheduleStore {
  /** Every flow that is live. */
  live(): Promise<readonly PublishedRef[]>;
  rows(): Promise<readonly ScheduleRow[]>;
  /** Sets a schedule; what an earlier version of it had still to reach is dropped. */
  put(row: ScheduleRow): Promise<void>;
  /** Removes a schedule and what it had still to reach. */
  drop(row: ScheduleRow): Promise<void>;
  /** One occurrence, at once: everybody it is for is written down and the next time is set. False when it was fired already. */
  fire(row: ScheduleRow, nextAt: number | undefined, audience: Audience): Promise<boolean>;
  /** What can be reached now, first come first; contacts without an open conversation are left out, and gone after `since`. */
  due(row: ScheduleRow, now: number, since: number, limit: number): Promise<readonly ScheduleSend[]>;
  /** It is done with. */
  settle(row: ScheduleRow, send: ScheduleSend): Promise<void>;
  /** To be tried again. */
  later(row: ScheduleRow, send: ScheduleSend, dueAt: number, attempts: number): Promise<void>;
}
