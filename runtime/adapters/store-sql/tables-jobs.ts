// The columns of jobs that flows queue. JSON is text; times are Unix ms; flags are 0 or 1.

/** The tables of this file by name. */
export interface JobTables {
  flow_jobs: {
    workspace_id: string;
    id: string;
    queue: string;
    payload: string;
    session_id: string;
    node: string;
    visit: number;
    /** The visit of the node waits for the result. */
    waits: number;
    /** waiting, leased, done, failed or void. */
    state: string;
    tries: number;
    most_tries: number;
    /** Not before; of a leased one, when the lease ends. */
    ready_at: number;
    lease: string;
    void_at: number | null;
    last_error: string;
    created_at: number;
    /** When it was done, failed for good or given up; null before, and for jobs that ended before this was noted. */
    ended_at: number | null;
  };
}
