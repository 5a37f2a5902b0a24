// Bytes that people uploaded, kept as they came.

/** Files under ids of our own making; a name given by a person never becomes a path. */
export interface FileStore {
  /**
   * Keeps the bytes; they are on disk when this returns. Answers with the id. `id`: a random UUID of the caller's own, for callers
   * that note a file before they write it; whatever a cut leaves of it, `remove` takes away.
   */
  put(workspaceId: string, bytes: Uint8Array, id?: string): Promise<string>;
  /** The bytes, or undefined for an unknown id, also when it is another workspace's. */
  get(workspaceId: string, id: string): Promise<Uint8Array | undefined>;
  /** Forgets the bytes; an unknown id is no error. */
  remove(workspaceId: string, id: string): Promise<void>;
}
