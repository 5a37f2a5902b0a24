// Where staff accounts, their cookie sessions, API tokens and the set-up link are kept. Secrets arrive hashed.
import type { Locale } from '#nodes/kit/localized.ts';
import type { Role } from '#nodes/wire/access.ts';

/** A staff account. `email` is lower case and unique over the installation. Times are Unix ms. */
export interface StaffAccount {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** `scrypt$log2N$r$p$salt$hash`. */
  readonly passwordHash: string;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  /** The interface language this person chose; null: none yet. */
  readonly locale: Locale | null;
}

/** What may change of an account. */
export type AccountChanges = Partial<
  Pick<StaffAccount, 'name' | 'role' | 'disabled' | 'passwordHash' | 'lastSeenAt' | 'locale'>
>;

/** Staff accounts. */
export interface AccountStore {
  /** By e-mail, over all workspaces: sign-in knows no workspace yet. */
  findByEmail(email: string): Promise<StaffAccount | undefined>;
  get(workspaceId: string, id: string): Promise<StaffAccount | undefined>;
  /** Oldest first. */
  list(workspaceId: string): Promise<readonly StaffAccount[]>;
  /** False when the e-mail is taken; nothing is written then. `onlyFirst`: also false when any account exists. */
  insert(account: StaffAccount, onlyFirst?: boolean): Promise<boolean>;
  /** `lastAdmin`: refused, the workspace would be left without an enabled admin. Checked and written in one transaction. */
  update(workspaceId: string, id: string, changes: AccountChanges): Promise<'done' | 'missing' | 'lastAdmin'>;
  /** Whether any account exists: the state of set-up comes from here and nowhere else. */
  any(): Promise<boolean>;
}

/** A cookie session. Only the SHA-256 of the cookie is kept. */
export interface StaffSession {
  readonly workspaceId: string;
  readonly id: string;
  readonly accountId: string;
  readonly tokenHash: string;
  readonly createdAt: number;
  readonly seenAt: number;
}

/** Cookie sessions of staff. */
export interface StaffSessionStore {
  insert(session: StaffSession): Promise<void>;
  find(tokenHash: string): Promise<{ readonly session: StaffSession; readonly account: StaffAccount } | undefined>;
  /** Notes the use of session and account. */
  touch(workspaceId: string, id: string, at: number): Promise<void>;
  remove(workspaceId: string, id: string): Promise<void>;
  /** Ends all sessions of an account, but for one when it is named. */
  removeOfAccount(workspaceId: string, accountId: string, exceptId?: string): Promise<void>;
  /** Removes sessions created or last seen before these times. */
  removeExpired(createdBefore: number, seenBefore: number): Promise<void>;
}

/** An API token. Only the SHA-256 of the secret is kept. */
export interface StoredApiToken {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly secretHash: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** API tokens. */
export interface ApiTokenStore {
  insert(token: StoredApiToken): Promise<void>;
  find(secretHash: string): Promise<StoredApiToken | undefined>;
  list(workspaceId: string): Promise<readonly StoredApiToken[]>;
  touch(workspaceId: string, id: string, at: number): Promise<void>;
  /** False when there is no such token. */
  remove(workspaceId: string, id: string): Promise<boolean>;
}

/** All of it, as one database keeps it. */
export interface AccessStore {
  readonly accounts: AccountStore;
  readonly sessions: StaffSessionStore;
  readonly tokens: ApiTokenStore;
}
