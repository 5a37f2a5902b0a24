// The columns of the notice tables. Times are Unix ms; flags are 0 or 1.

/** The tables of this file by name. */
export interface NoticeTables {
  notices: {
    workspace_id: string;
    id: string;
    session_id: string;
    flow_id: string;
    contact_id: string;
    locale: string;
    department: string;
    text: string;
    urgent: number;
    linked: number;
    lead_id: string | null;
    at: number;
  };
  notice_readers: {
    workspace_id: string;
    notice_id: string;
    person_id: string;
    at: number;
    read_at: number | null;
  };
}
