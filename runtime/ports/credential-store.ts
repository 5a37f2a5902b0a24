// Stored credentials of a workspace: what they are for, and a sealed value.
import type { CredentialKind } from '#nodes/wire/credentials.ts';

/** A credential at rest. */
export interface StoredCredential {
  readonly workspaceId: string;
  readonly id: string;
  /** Unique in the workspace; what flows name. */
  readonly name: string;
  readonly kind: CredentialKind;
  /** Header or query parameter for those kinds, the user name for `basic`; empty for `bearer`. */
  readonly field: string;
  readonly hosts: readonly string[];
  /** Opened by the vault only; holds the hosts too, so that a changed row does not widen them. */
  readonly sealed: string;
  /** Unix ms. */
  readonly updatedAt: number;
}

/** Credentials; every call is scoped to a workspace. */
export interface CredentialStore {
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredCredential[]>;
  get(workspaceId: string, id: string): Promise<StoredCredential | undefined>;
  byName(workspaceId: string, name: string): Promise<StoredCredential | undefined>;
  /** NAME_TAKEN when another one has the name. */
  save(credential: StoredCredential): Promise<void>;
  /** False when there is none. */
  remove(workspaceId: string, id: string): Promise<boolean>;
}
