// Workspaces and what their admins may set.

/** A workspace with its settings. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  /** The language chosen for everybody's interface; null: nobody chose, each browser decides. */
  readonly locale: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** Private hosts that flows may call, as `host` or `host:port`. */
  readonly egressAllow: readonly string[];
  /** Origins that may embed the widget; empty: any. */
  readonly widgetOrigins: readonly string[];
  /** Sealed; null: customer identities are not accepted. */
  readonly identitySecret: string | null;
  /** Unix ms. */
  readonly createdAt: number;
}

/** Stored workspaces. */
export interface SettingsStore {
  /** Oldest first. */
  list(): Promise<readonly Workspace[]>;
  get(workspaceId: string): Promise<Workspace | undefined>;
  insert(workspace: Workspace): Promise<void>;
  /** Undefined when there is no such workspace. */
  update(workspaceId: string, changes: Partial<Omit<Workspace, 'id' | 'createdAt'>>): Promise<Workspace | undefined>;
}
