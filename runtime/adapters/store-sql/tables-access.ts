// The columns of the access tables, as Kysely types them.
import type { AuditEntry, Role } from '#nodes/wire/access.ts';

/** Workspaces; lists are JSON text, times Unix ms. */
export interface WorkspacesTable {
  id: string;
  name: string;
  /** Empty: nobody chose one. */
  locale: string;
  time_zone: string;
  egress_allow: string;
  widget_origins: string;
  identity_secret: string | null;
  created_at: number;
}

/** Staff accounts. */
export interface StaffAccountsTable {
  workspace_id: string;
  id: string;
  name: string;
  email: string;
  role: Role;
  /** 0 or 1. */
  disabled: number;
  password_hash: string;
  created_at: number;
  last_seen_at: number | null;
  locale: string | null;
}

/** Cookie sessions, by the hash of their cookie. */
export interface StaffSessionsTable {
  token_hash: string;
  workspace_id: string;
  id: string;
  account_id: string;
  created_at: number;
  seen_at: number;
}

/** API tokens, by the hash of their secret. */
export interface ApiTokensTable {
  secret_hash: string;
  workspace_id: string;
  id: string;
  name: string;
  role: Role;
  created_at: number;
  last_used_at: number | null;
}

/** The audit log; rows are only ever inserted. */
export interface AuditLogTable {
  workspace_id: string;
  seq: number;
  id: string;
  at: number;
  actor_kind: AuditEntry['actor']['kind'];
  actor_id: string;
  actor_name: string;
  action: string;
  target: string;
  outcome: AuditEntry['outcome'];
  facts: string;
  hash: string;
}

/** The tables of this file by name. */
export interface AccessTables {
  workspaces: WorkspacesTable;
  staff_accounts: StaffAccountsTable;
  staff_sessions: StaffSessionsTable;
  api_tokens: ApiTokensTable;
  audit_log: AuditLogTable;
}
