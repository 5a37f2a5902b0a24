// Tables of the tools room.

export interface ToolTables {
  tool_servers: {
    workspace_id: string;
    id: string;
    name: string;
    url: string;
    credential: string;
    updated_at: number;
  };
}
