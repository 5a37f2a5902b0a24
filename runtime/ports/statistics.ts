// What the operator wants to count: for the health page and for metrics.

/** The work that waits. */
export interface Backlog {
  readonly outboxRows: number;
  /** Age of the oldest outbox row that is due, ms; 0 when none is. */
  readonly outboxAgeMs: number;
  readonly timers: number;
  /** How late the oldest due timer is, ms; 0 when none is. */
  readonly timerLatenessMs: number;
  readonly openSessions: number;
}

/** Counts, cheap enough for a scrape every few seconds. */
export interface Statistics {
  /** Rows of a workspace by name, such as `flows` and `sessions`. */
  counts(workspaceId: string): Promise<Readonly<Record<string, number>>>;
  backlog(now: number): Promise<Backlog>;
  /** Fails with STORE_FAILED when the database does not answer or cannot write. */
  probe(): Promise<void>;
}
