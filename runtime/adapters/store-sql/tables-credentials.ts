// Tables of the credentials room.

export interface CredentialTables {
  credentials: {
    workspace_id: string;
    id: string;
    name: string;
    kind: string;
    field: string;
    /** JSON list. */
    hosts: string;
    sealed: string;
    updated_at: number;
  };
}
