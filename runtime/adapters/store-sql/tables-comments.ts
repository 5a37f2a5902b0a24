// Tables of the comments room.

export interface CommentTables {
  flow_comments: {
    workspace_id: string;
    flow_id: string;
    id: string;
    node: string | null;
    x: number;
    y: number;
    created_at: number;
    resolved_at: number | null;
    resolved_by: string | null;
  };
  flow_comment_notes: {
    workspace_id: string;
    flow_id: string;
    thread_id: string;
    id: string;
    by_id: string;
    by_name: string;
    text: string;
    at: number;
  };
}
