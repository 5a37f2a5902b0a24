// Moods that staff corrected, one for each message at most.
import type { Emotion } from '#nodes/kit/effects.ts';

/** A correction as kept. `text` has its personal values masked; `at` is Unix ms. */
export interface MoodCorrection {
  readonly sessionId: string;
  readonly messageId: string;
  readonly flowId: string;
  readonly text: string;
  /** What the message was taken for. */
  readonly said: Emotion;
  readonly mood: Emotion;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: number;
}

/** Scoped to a workspace. Rows go with the conversation they are about. */
export interface MoodCorrectionStore {
  /** The newest, newest first. */
  newest(workspaceId: string, limit: number): Promise<readonly MoodCorrection[]>;
  ofSession(workspaceId: string, sessionId: string): Promise<readonly MoodCorrection[]>;
  /** Keeps it in the place of an earlier one of the same message. */
  put(workspaceId: string, correction: MoodCorrection): Promise<void>;
  /** Takes it away. Answers whether there was one. */
  remove(workspaceId: string, sessionId: string, messageId: string): Promise<boolean>;
}
