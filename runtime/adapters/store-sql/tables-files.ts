// Tables of the files room.

export interface FileTables {
  session_files: {
    workspace_id: string;
    id: string;
    session_id: string;
    name: string;
    content_type: string;
    kind: string;
    size_bytes: number;
    /** `customer` or `agent`. */
    sender: string;
    message_id: string | null;
    is_ready: number;
    created_at: number;
    expires_at: number;
  };
}
