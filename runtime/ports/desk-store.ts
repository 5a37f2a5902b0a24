// The store of handoffs and their notes. Turns write the rows; the desk reads them.
import type { Emotion } from '#nodes/kit/effects.ts';
import type { JsonObject } from '#nodes/kit/json.ts';

/** Where a handoff stands. `waiting` and `active` are open; the others are how it ended. */
export type HandoffState = 'waiting' | 'active' | 'resolved' | 'returned' | 'abandoned' | 'timeout';

/** One call for a person. Times are Unix ms. */
export interface StoredHandoff {
  readonly workspaceId: string;
  readonly id: string;
  readonly sessionId: string;
  readonly flow: { readonly id: string; readonly name: string; readonly version: number };
  /** The name is empty while the customer gave none. */
  readonly customer: { readonly id: string; readonly name: string };
  readonly locale: string;
  readonly source: JsonObject;
  readonly department: string;
  readonly reason: string;
  readonly summary: JsonObject;
  /** The mood of the newest judged message: as staff corrected it, else as it was judged. */
  readonly mood: Emotion | null;
  /** What it was judged to be, and who said otherwise; null: nobody did. */
  readonly moodCorrected: { readonly said: Emotion; readonly by: string } | null;
  readonly priority: number;
  readonly state: HandoffState;
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly createdAt: number;
  readonly claimedAt: number | null;
  readonly endedAt: number | null;
  readonly last: { readonly from: string; readonly text: string; readonly at: number } | null;
  readonly unread: number;
}

/** A note that only staff see. */
export interface StoredNote {
  readonly id: string;
  readonly at: number;
  readonly by: { readonly id: string; readonly name: string };
  readonly text: string;
}

/** Read access to handoffs, and the two things staff write beside them. Scoped to a workspace. */
export interface DeskStore {
  /** Open handoffs: urgent first, then longest waiting. At most `limit`. */
  open(workspaceId: string, limit: number): Promise<readonly StoredHandoff[]>;
  get(workspaceId: string, handoffId: string): Promise<StoredHandoff | undefined>;
  /** The newest handoff of a session. */
  ofSession(workspaceId: string, sessionId: string): Promise<StoredHandoff | undefined>;
  /** How many wait, in one department or (empty) in all; and how long the last few waited, in ms. */
  load(
    workspaceId: string,
    department: string,
  ): Promise<{ readonly waiting: number; readonly active: number; readonly recentWaitsMs: readonly number[] }>;
  /** Nothing customers wrote so far is unread any more. */
  markRead(workspaceId: string, handoffId: string): Promise<void>;
  addNote(workspaceId: string, handoffId: string, note: StoredNote): Promise<void>;
  /** Oldest first. */
  notes(workspaceId: string, handoffId: string): Promise<readonly StoredNote[]>;
}
