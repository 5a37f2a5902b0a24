// What is known of the files of conversations; their bytes are in the file store under the same id.
import type { FileKind } from '#nodes/kit/file-types.ts';

/** A file of one conversation. */
export interface StoredSessionFile {
  readonly workspaceId: string;
  readonly sessionId: string;
  /** Also its id in the file store. */
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly from: 'customer' | 'agent';
  /** The message it was sent with; null: uploaded and not sent yet. */
  readonly messageId: string | null;
  /** False until its bytes are on disk. */
  readonly ready: boolean;
  /** Unix ms. */
  readonly createdAt: number;
  /** When it is to be deleted, Unix ms. */
  readonly expiresAt: number;
}

/** Files of conversations; every call but `expired` is scoped to a workspace. */
export interface SessionFileStore {
  /**
   * Notes a file before its bytes are written, so that whatever is cut off leaves a row to find it by. False, and nothing written,
   * when the conversation would then have more unsent files or more bytes than `most`.
   */
  begin(file: StoredSessionFile, most: { readonly unsent: number; readonly bytes: number }): Promise<boolean>;
  /** Its bytes are on disk. */
  finish(workspaceId: string, id: string): Promise<void>;
  /** The file if it belongs to this conversation and its bytes are there. */
  get(workspaceId: string, sessionId: string, id: string): Promise<StoredSessionFile | undefined>;
  /**
   * Sends the customer's files with a message: all or none. False when one is not theirs, not ready, or was sent with another
   * message. Doing it again for the same message changes nothing.
   */
  bind(
    workspaceId: string,
    sessionId: string,
    ids: readonly string[],
    sent: { readonly messageId: string; readonly expiresAt: number },
  ): Promise<boolean>;
  /** Files of all workspaces whose time is over, the oldest first. */
  expired(now: number, limit: number): Promise<readonly StoredSessionFile[]>;
  /** Forgets a file; an unknown id is no error. */
  remove(workspaceId: string, id: string): Promise<void>;
}
