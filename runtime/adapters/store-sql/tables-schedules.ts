// Tables of the schedules room. Times are Unix ms.

export interface ScheduleTables {
  schedules: {
    workspace_id: string;
    flow_id: string;
    node: string;
    version: number;
    next_at: number | null;
  };
  schedule_sends: {
    workspace_id: string;
    flow_id: string;
    node: string;
    occurrence: number;
    target: string;
    /** JSON of the item; null for a contact. */
    item: string | null;
    due_at: number;
    attempts: number;
  };
}
