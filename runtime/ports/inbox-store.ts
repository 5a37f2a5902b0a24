// The trainer's inbox: sentences that flows did not understand. Turns put them in; people take them out.
import type { MisunderstoodSentence } from './session-store.ts';

/** A sentence as kept. Times are Unix ms. */
export interface InboxSentence extends MisunderstoodSentence {
  readonly id: string;
  readonly sessionId: string;
  readonly at: number;
}

/** What became of a sentence: an example of an intent, an example of none, or of no use. */
export type InboxOutcome =
  { readonly kind: 'intent'; readonly intent: string } | { readonly kind: 'none' } | { readonly kind: 'dismissed' };

/** Scoped to a workspace and a flow; whether the flow exists is not asked. */
export interface InboxStore {
  /** The open ones, newest first. */
  open(workspaceId: string, flowId: string, limit: number): Promise<readonly InboxSentence[]>;
  /** How many are open. */
  count(workspaceId: string, flowId: string): Promise<number>;
  /** Takes open sentences out. Unknown and handled ones stay as they are. Answers how many were taken. */
  handle(
    workspaceId: string,
    flowId: string,
    ids: readonly string[],
    outcome: InboxOutcome,
    by: string,
    at: number,
  ): Promise<number>;
  /** Puts handled ones back. Answers how many. */
  reopen(workspaceId: string, flowId: string, ids: readonly string[]): Promise<number>;
}
