// The store as the clean-up sees it: what is over and old, of all workspaces.

/** What is cleared away. */
export const CLEARED = ['notices', 'offers', 'jobs'] as const;

/** One kind of it. */
export type Cleared = (typeof CLEARED)[number];

/** Deletes what is over. Times are Unix ms. */
export interface RetentionStore {
  /**
   * Deletes at most `limit` rows of a kind, oldest first, and answers how many; fewer than `limit`: nothing is left to delete.
   * - `notices`: read by all its readers and made before `before`; unread ones, made four times as long ago.
   * - `offers`: settled, or open in a conversation that is closed, and made before `before`; never the newest one of a person,
   *   which says whose turn it is.
   * - `jobs`: done, failed or given up before `before`, and waiting ones whose time to be taken was over by then.
   */
  clear(kind: Cleared, span: { readonly now: number; readonly before: number }, limit: number): Promise<number>;
}
