// One SQL statement as data, small enough to be sent to the writer thread.

/** What may be bound. Booleans go as 0 and 1, JSON as text. */
export type Param = string | number | null;

/** A statement and its positional parameters. Keep `sql` a constant text: the writer prepares each text once. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly Param[];
}
