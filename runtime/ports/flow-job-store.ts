// The store of jobs that flows queue for programs outside. Turns write them; programs take them under a lease.
import type { Json } from '#nodes/kit/json.ts';

/** A job. Times are Unix ms. */
export interface StoredJob {
  readonly id: string;
  readonly queue: string;
  readonly payload: Json;
  readonly sessionId: string;
  readonly node: string;
  readonly visit: number;
  readonly waits: boolean;
  readonly state: 'waiting' | 'leased' | 'done' | 'failed' | 'void';
  readonly tries: number;
  readonly mostTries: number;
  /** Of a leased one: when the lease ends. */
  readonly readyAt: number;
  readonly lease: string;
}

/** Jobs; scoped to a workspace. */
export interface FlowJobStore {
  get(workspaceId: string, jobId: string): Promise<StoredJob | undefined>;
  /** Takes what is ready, oldest first, each under a lease of its own. Jobs whose last lease ran out are not among them. */
  claim(
    workspaceId: string,
    queue: string,
    now: number,
    leaseMs: number,
    leases: readonly string[],
  ): Promise<readonly StoredJob[]>;
  /** Jobs of a queue whose last lease ran out. */
  spent(workspaceId: string, queue: string, now: number, limit: number): Promise<readonly StoredJob[]>;
  /** Closes or reopens a job while this lease holds; false when it does not any more. */
  settle(
    workspaceId: string,
    jobId: string,
    lease: string,
    to: {
      readonly state: 'done' | 'failed' | 'void' | 'waiting';
      readonly readyAt: number;
      readonly error: string;
      /** When it ended; null when it waits again. */
      readonly endedAt: number | null;
    },
  ): Promise<boolean>;
  queues(workspaceId: string): Promise<
    readonly {
      readonly queue: string;
      readonly waiting: number;
      readonly leased: number;
      readonly done: number;
      readonly failed: number;
      readonly waitingSince: number | null;
      readonly lastError: string;
    }[]
  >;
}
