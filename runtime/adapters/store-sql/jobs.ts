// What crosses to the writer thread and back: arrays of primitives, cheap to clone.
import type { Param, Statement } from './statement.ts';

/** A row as `raw()` reads it. */
export type Cells = readonly Param[];

/** One turn as rows. */
export interface TurnJob {
  readonly kind: 'turn';
  /** True for revision 1: the session row is inserted, not updated. */
  readonly opens: boolean;
  /** A query that must find a row, else the turn is stale; null: the turn consumes nothing. */
  readonly consumes: Statement | null;
  /** A query that must find a row, else the turn is in conflict; null: nothing else has to be as it was. */
  readonly guard: Statement | null;
  /** Columns of `journal` in the order of the table; the first three are session, event, workspace. */
  readonly journal: Cells;
  /** Parameters of the session's insert or update. */
  readonly session: Cells;
  /** The store's own rows: messages, timers, outbox. */
  readonly rows: readonly Statement[];
  /** The other rooms' rows. */
  readonly domain: readonly Statement[];
}

/** Leases outbox rows. */
export interface ClaimJob {
  readonly kind: 'claim';
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
}

/** Statements for their effect alone; all of them or none. */
export interface RunJob {
  readonly kind: 'run';
  readonly statements: readonly Statement[];
}

export type Job = TurnJob | ClaimJob | RunJob;

/** How a job ended, in the order of the batch. `duplicate` carries the journal row, `claimed` the outbox rows, `failed` SQLite's words. */
export type Answer =
  | 'stored'
  | 'conflict'
  | 'stale'
  | 'done'
  | { readonly duplicate: Cells }
  | { readonly claimed: readonly Cells[] }
  | { readonly failed: string };
