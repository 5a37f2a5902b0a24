// What the demo brought, and its complete removal.

/** Scoped to a workspace. */
export interface DemoStore {
  /** Remembers that a flow belongs to the demo. */
  mark(workspaceId: string, flowId: string): Promise<void>;
  /** The flows of the demo, archived ones included. */
  flowIds(workspaceId: string): Promise<readonly string[]>;
  /**
   * Deletes these flows with their drafts and versions, every conversation held with them, and what came of it: handoffs, leads,
   * ratings, and customers who talked to nothing else. One transaction.
   */
  wipe(workspaceId: string, flowIds: readonly string[]): Promise<void>;
}
