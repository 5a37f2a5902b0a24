// Comments on the canvas of a flow, kept beside its draft: a comment never changes a revision, and no save of a draft touches a comment.
import type { Author } from './flow-store.ts';

/** One note of a thread. */
export interface StoredNote {
  readonly id: string;
  readonly by: Author;
  readonly text: string;
  /** Unix ms. */
  readonly at: number;
}

/** A thread with its notes, oldest first. */
export interface StoredThread {
  readonly id: string;
  /** The step it is about; null: a place on the canvas. The step may be gone. */
  readonly node: string | null;
  /** Where it was pinned, in canvas pixels. */
  readonly x: number;
  readonly y: number;
  /** Who settled it, and when; null while it is open. */
  readonly resolved: { readonly by: string; readonly at: number } | null;
  readonly notes: readonly StoredNote[];
}

/** Scoped to a workspace and a flow; whether the flow exists is not asked. */
export interface CommentStore {
  /** In the order they were begun. */
  list(workspaceId: string, flowId: string): Promise<readonly StoredThread[]>;
  get(workspaceId: string, flowId: string, threadId: string): Promise<StoredThread | undefined>;
  /** Begins a thread with its first note. The same id again changes nothing. False when the flow would have more than `limit` threads. */
  begin(workspaceId: string, flowId: string, thread: StoredThread, limit: number): Promise<boolean>;
  /** Adds a note and opens the thread again. The same id again changes nothing. False when there is no such thread or it has `limit` notes. */
  add(workspaceId: string, flowId: string, threadId: string, note: StoredNote, limit: number): Promise<boolean>;
  /** Settles or reopens it. False when there is no such thread. */
  resolve(workspaceId: string, flowId: string, threadId: string, resolved: StoredThread['resolved']): Promise<boolean>;
}
