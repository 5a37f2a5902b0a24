// The store of releases: which version new sessions get, for which share of them, how they fare, and who changed what.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { Author } from './flow-store.ts';

/** When a release for a share of sessions stops by itself. Bounds are percentage points over the previous version; null: not watched. */
export interface RolloutGuard {
  readonly faults: number | null;
  readonly handoffs: number | null;
  readonly abandons: number | null;
  /** Sessions of the new version before anything is concluded, and of the previous one. */
  readonly minSessions: number;
  /** Sessions begun within this time count. */
  readonly windowMs: number;
}

/** A release for a share of new sessions. Times are Unix ms. `baseVersion` is what the others get. */
export interface StoredRollout {
  readonly workspaceId: string;
  readonly flowId: string;
  readonly id: string;
  readonly version: number;
  readonly baseVersion: number;
  readonly share: number;
  readonly guard: RolloutGuard;
  readonly state: 'running' | 'completed' | 'stopped';
  /** Why it ended by itself: metric, both rates, both sample sizes. */
  readonly reason: JsonObject | null;
  readonly startedAt: number;
  readonly startedBy: string;
  readonly endedAt: number | null;
  readonly endedBy: string | null;
}

/** How the sessions of one version fare. A session counts once in each column. */
export interface VersionFigures {
  readonly version: number;
  readonly sessions: number;
  /** Sessions in which the flow failed. */
  readonly faults: number;
  /** Sessions that called for a person. */
  readonly handoffs: number;
  /** Sessions closed by silence, or silent beside an open question for longer than the limit. */
  readonly abandons: number;
}

/** Sessions that have not ended, by version. */
export interface LiveCount {
  readonly version: number;
  readonly sessions: number;
}

/** A change as it was noted when a draft was saved. `subject` is a key of `changeKey`; `*` is the whole first draft. */
export interface NotedChange {
  readonly subject: string;
  readonly by: Author;
  readonly at: number;
}

/** Each call is one transaction; `conflict`: the flow is no longer as the caller saw it. */
export interface ReleaseStore {
  /** Makes a kept version the published one, if `expected` still is. Ends a running rollout in the state given. */
  point(
    workspaceId: string,
    flowId: string,
    to: { readonly version: number; readonly expected: number; readonly at: number; readonly by: string },
  ): Promise<'pointed' | 'conflict' | 'missing'>;
  /** Starts a rollout; one at a time. */
  startRollout(rollout: StoredRollout): Promise<'started' | 'conflict' | 'missing'>;
  /** Another share for the running rollout. */
  shareRollout(workspaceId: string, flowId: string, rolloutId: string, share: number): Promise<'shared' | 'conflict'>;
  /** Ends the running rollout: `completed` makes its version the published one, `stopped` leaves the previous one to everybody. */
  endRollout(
    workspaceId: string,
    flowId: string,
    rolloutId: string,
    end: {
      readonly state: 'completed' | 'stopped';
      readonly at: number;
      readonly by: string;
      readonly reason: JsonObject | null;
    },
  ): Promise<'ended' | 'conflict'>;
  /** Newest first; the running one, if any, is the first. */
  rollouts(workspaceId: string, flowId: string, limit: number): Promise<readonly StoredRollout[]>;
  /** All running ones of every workspace, for the watch. */
  runningRollouts(): Promise<readonly StoredRollout[]>;
  /** Figures of these versions over sessions begun since then; a version without sessions is there with zeros. */
  figures(
    workspaceId: string,
    flowId: string,
    query: {
      readonly versions: readonly number[];
      readonly since: number;
      /** An open question nobody answered since then is abandoned. */
      readonly silentSince: number;
    },
  ): Promise<readonly VersionFigures[]>;
}

/** What belongs to single versions and to the draft between two of them. */
export interface VersionUseStore {
  liveCounts(workspaceId: string, flowId: string): Promise<readonly LiveCount[]>;
  /** Ids of sessions of a version that have not ended, in order, after one of them. */
  liveSessions(
    workspaceId: string,
    flowId: string,
    version: number,
    after: string,
    limit: number,
  ): Promise<readonly string[]>;
  /** Takes a version off the list, unless it is published, being released, or a session that has not ended runs on it. */
  removeVersion(
    workspaceId: string,
    flowId: string,
    version: number,
    at: number,
  ): Promise<'removed' | 'in-use' | 'missing'>;
  /** Newest first. */
  notedChanges(workspaceId: string, flowId: string): Promise<readonly NotedChange[]>;
}
