// Tables of the events room. JSON is text; times are Unix ms.

export interface EventTables {
  tracked_events: {
    workspace_id: string;
    /** Session and effect: each is noted once. */
    key: string;
    flow_id: string;
    version: number;
    session_id: string;
    contact_id: string;
    node: string;
    name: string;
    properties: string;
    value: number | null;
    at: number;
  };
  event_waits: { workspace_id: string; session_id: string; node: string; name: string; key: string };
}
