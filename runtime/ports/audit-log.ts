// The audit log: who did what to what, append-only and chained.
import type { AuditEntry } from '#nodes/wire/access.ts';
import type { JsonObject } from '#nodes/kit/json.ts';

/** A line to append; the log adds id, time and chain. */
export interface AuditDraft {
  readonly actor: AuditEntry['actor'];
  /** `noun.verb`. */
  readonly action: string;
  readonly target: string;
  readonly outcome: AuditEntry['outcome'];
  readonly facts: JsonObject;
}

/** Which lines to read. `before` is an entry id: the page of older lines. */
export interface AuditQuery {
  readonly limit: number;
  readonly before?: string;
  readonly action?: string;
  readonly actorId?: string;
}

/** Append-only: nothing changes or removes a line. Each line carries a hash over itself and the line before it in its workspace. */
export interface AuditLog {
  append(workspaceId: string, draft: AuditDraft): Promise<void>;
  /** Newest first. */
  list(workspaceId: string, query: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Recomputes the chain; `brokenAt` is the id of the first line that does not fit. */
  verify(workspaceId: string): Promise<{ readonly lines: number; readonly brokenAt: string | null }>;
}
