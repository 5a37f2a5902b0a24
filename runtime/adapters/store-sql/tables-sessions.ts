// The tables of running sessions as Kysely sees them; the store itself uses prepared statements.

/** Column types of migration 0001. Text columns named source, snapshot, event, outputs, trace, fault, body and effect hold JSON. */
export interface SessionTables {
  /** What all conversations of a flow share; `vals` is JSON. */
  readonly flow_values: {
    readonly workspace_id: string;
    readonly flow_id: string;
    readonly revision: number;
    readonly vals: string;
    readonly updated_at: number;
  };
  readonly sessions: {
    readonly id: string;
    readonly workspace_id: string;
    readonly flow_id: string;
    readonly version: number;
    readonly contact_id: string;
    readonly token_hash: string;
    readonly channel: string;
    readonly locale: string;
    readonly source: string;
    readonly revision: number;
    readonly snapshot: string | null;
    readonly status: string;
    readonly last_seq: number;
    readonly created_at: number;
    readonly updated_at: number;
  };
  readonly journal: {
    readonly session_id: string;
    /** As `textOfKey` writes it. */
    readonly event_id: string;
    readonly workspace_id: string;
    readonly revision: number;
    readonly at: number;
    readonly event: string;
    readonly outputs: string;
    readonly trace: string;
    readonly fault: string | null;
    readonly first_seq: number;
    readonly last_seq: number;
  };
  readonly messages: {
    readonly session_id: string;
    readonly seq: number;
    readonly workspace_id: string;
    /** The whole message in wire form. */
    readonly body: string;
  };
  readonly timers: {
    readonly session_id: string;
    readonly id: string;
    readonly workspace_id: string;
    readonly event: string;
    readonly due_at: number;
    readonly epoch: number;
    readonly set_at: number;
    readonly duration_ms: number;
    readonly on_restart: string;
  };
  /** One row: when the server was last seen to run. */
  readonly heartbeat: { readonly id: number; readonly at: number };
  readonly outbox: {
    readonly key: string;
    readonly session_id: string;
    readonly workspace_id: string;
    readonly effect: string;
    readonly attempts: number;
    readonly due_at: number;
    readonly lease_until: number;
    readonly ready_at: number;
    readonly last_error: string;
  };
}
