// The list of all conversations, read from the session rows.
import type { SessionStatus } from '#nodes/wire/customer.ts';

/** One conversation as the list shows it. Times are Unix ms. */
export interface ConversationRow {
  readonly sessionId: string;
  readonly flow: { readonly id: string; readonly name: string; readonly version: number };
  readonly customer: { readonly id: string; readonly name: string };
  readonly locale: string;
  readonly channel: string;
  readonly status: SessionStatus;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly messageCount: number;
  readonly lastText: string;
}

/** What to list. `before` is where the page before ended. */
export interface ConversationQuery {
  readonly status?: SessionStatus;
  readonly flowId?: string;
  /** Looked for in the customer's name and facts, and as the conversation's id. */
  readonly q?: string;
  readonly before?: { readonly startedAt: number; readonly sessionId: string };
  readonly limit: number;
}

/** Read access; scoped to a workspace. Newest first. */
export interface ConversationStore {
  list(workspaceId: string, query: ConversationQuery): Promise<readonly ConversationRow[]>;
  get(workspaceId: string, sessionId: string): Promise<ConversationRow | undefined>;
}
