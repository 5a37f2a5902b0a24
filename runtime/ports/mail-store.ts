// What is kept about mail: the workspace's server, and what was sent to whom within the last day.
import type { MailSecurity } from './mail-sender.ts';

/** The mail server of a workspace at rest. */
export interface StoredMailServer {
  readonly workspaceId: string;
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  /** Empty: no login. */
  readonly user: string;
  /** The password, opened by the vault only; holds where it may go too, so that a changed row does not send it elsewhere. Null: none. */
  readonly sealed: string | null;
  readonly fromAddress: string;
  readonly fromName: string;
  /** Unix ms. */
  readonly updatedAt: number;
}

/** One mail to be noted before it is sent. `recipients` are digests: no address is kept. `key` is that of its effect. */
export interface MailToNote {
  readonly workspaceId: string;
  readonly key: string;
  readonly recipients: readonly string[];
  /** Unix ms. */
  readonly at: number;
}

/** What noting a mail said. `full`: this recipient has had as many as allowed, nothing was noted. `sent`: it was sent already. */
export type MailNoted =
  | { readonly state: 'noted' }
  | { readonly state: 'full'; readonly recipient: string }
  | { readonly state: 'sent'; readonly refused: readonly string[] };

/** Mail servers and the notes of what was sent; every call is scoped to a workspace. */
export interface MailStore {
  server(workspaceId: string): Promise<StoredMailServer | undefined>;
  saveServer(server: StoredMailServer): Promise<void>;
  /** False when there was none. */
  removeServer(workspaceId: string): Promise<boolean>;
  /**
   * Notes a mail, unless one of its recipients has had `most` others within `withinMs`. One transaction. The same key again is noted
   * once and counts once. Notes older than a day are forgotten.
   */
  note(mail: MailToNote, limit: { readonly most: number; readonly withinMs: number }): Promise<MailNoted>;
  /** The mail server took it, but not for these recipients. */
  markSent(workspaceId: string, key: string, refused: readonly string[]): Promise<void>;
  /** It was certainly not sent: the note is taken back. */
  takeBack(workspaceId: string, key: string): Promise<void>;
}
