// The store of notices to colleagues. Turns and rooms write them; each reader has a list of their own.

/** A notice as one reader has it. Times are Unix ms. */
export interface StoredNotice {
  readonly id: string;
  readonly sessionId: string;
  readonly flow: { readonly id: string; readonly name: string };
  /** The name is empty while the customer gave none. */
  readonly customer: { readonly id: string; readonly name: string };
  readonly locale: string;
  readonly department: string;
  readonly text: string;
  readonly urgent: boolean;
  /** It leads to the conversation. */
  readonly linked: boolean;
  /** The open handoff of the conversation, where there is one. */
  readonly handoffId: string | null;
  readonly leadId: string | null;
  readonly at: number;
  readonly readAt: number | null;
}

/** A notice that does not come from a turn. `id` makes a repeat harmless. */
export interface NewNotice {
  readonly id: string;
  readonly sessionId: string;
  readonly text: string;
  readonly urgent: boolean;
  readonly leadId: string | null;
  readonly people: readonly string[];
  readonly at: number;
}

/** Notices; scoped to a workspace and a reader. */
export interface NoticeStore {
  /** Newest first. */
  list(workspaceId: string, personId: string, limit: number): Promise<readonly StoredNotice[]>;
  /** How many are unread. */
  unread(workspaceId: string, personId: string): Promise<number>;
  /** The notices that a session made at this moment, with their readers. */
  madeAt(
    workspaceId: string,
    sessionId: string,
    at: number,
  ): Promise<readonly { readonly personId: string; readonly notice: StoredNotice }[]>;
  /** Adds a notice of an existing conversation; false when there is no such conversation. */
  add(workspaceId: string, notice: NewNotice): Promise<boolean>;
  /** Marks these as read, or (undefined) all. Ids of other readers change nothing. */
  markRead(workspaceId: string, personId: string, ids: readonly string[] | undefined, at: number): Promise<void>;
}
