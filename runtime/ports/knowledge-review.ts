// What tells whether knowledge is good: questions it must answer, how often each item answered, and what was asked in vain.

/** A question of a base's question set. Times are Unix ms. */
export interface StoredCheck {
  readonly id: string;
  readonly baseId: string;
  readonly question: string;
  /** The passage or question that should (`wanted`) or should not be the answer. */
  readonly expectedId: string;
  readonly expectedTitle: string;
  /** Its text when it was judged: a source that is read again gives its passages new texts. */
  readonly expectedText: string;
  readonly wanted: boolean;
  readonly createdAt: number;
}

/** How often something answered. */
export interface StoredUse {
  readonly itemId: string;
  readonly uses: number;
  readonly usedAt: number;
}

/** A question that found no answer; `confidence` is the last one. */
export interface StoredGap {
  readonly question: string;
  readonly asked: number;
  readonly confidence: number;
  readonly askedAt: number;
}

/** Keeps all of it, scoped to a workspace. */
export interface KnowledgeReviewStore {
  readonly checks: {
    /** Oldest first. */
    list(workspaceId: string, baseId: string): Promise<readonly StoredCheck[]>;
    /** Puts it in the place of one with the same question and expectation. */
    save(workspaceId: string, check: StoredCheck): Promise<void>;
    /** False when there is none. */
    remove(workspaceId: string, id: string): Promise<boolean>;
  };
  /** Counts one use. */
  used(workspaceId: string, itemId: string, at: number): Promise<void>;
  uses(workspaceId: string): Promise<readonly StoredUse[]>;
  /** Counts one vain question; `baseId` is empty when all bases were asked. */
  missed(workspaceId: string, baseId: string, gap: Omit<StoredGap, 'asked'>): Promise<void>;
  /** The most asked ones of a base, those asked of all bases included. */
  gaps(workspaceId: string, baseId: string, limit: number): Promise<readonly StoredGap[]>;
  /** Forgets a vain question, because it was answered or does not matter. */
  forgetGap(workspaceId: string, question: string): Promise<void>;
  /** Everything of a base. */
  removeBase(workspaceId: string, baseId: string): Promise<void>;
}
