// Tool servers of a workspace: where they are, and which credential they are called with.

/** A tool server at rest; its credential is named, never held. */
export interface StoredToolServer {
  readonly workspaceId: string;
  readonly id: string;
  /** Unique in the workspace; what flows name. */
  readonly name: string;
  readonly url: string;
  /** Empty: none. */
  readonly credential: string;
  /** Unix ms. */
  readonly updatedAt: number;
}

/** Tool servers; every call is scoped to a workspace. */
export interface ToolServerStore {
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredToolServer[]>;
  get(workspaceId: string, id: string): Promise<StoredToolServer | undefined>;
  byName(workspaceId: string, name: string): Promise<StoredToolServer | undefined>;
  /** NAME_TAKEN when another one has the name. */
  save(server: StoredToolServer): Promise<void>;
  /** False when there is none. */
  remove(workspaceId: string, id: string): Promise<boolean>;
}
