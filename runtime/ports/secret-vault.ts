// Secrets at rest: sealed on the way in, opened only where they are used.

/** Authenticated encryption bound to a workspace and an id, so that a sealed value moved to another row does not open. */
export interface SecretVault {
  seal(workspaceId: string, id: string, secret: string): string;
  /** Fails with SECRET_UNREADABLE for another key, another row or a changed value. */
  open(workspaceId: string, id: string, sealed: string): string;
}
