// The last things typed into the test chat: arrow up brings them back.

const LIMIT = 20;

export interface InputHistory {
  readonly lines: readonly string[];
  /** How far back one has gone; 0 is the line being written. */
  readonly at: number;
  /** What stood in the field before going back. */
  readonly draft: string;
}

export const NO_HISTORY: InputHistory = { lines: [], at: 0, draft: '' };

/** Keeps a sent line; the same line twice in a row is kept once. */
export function remember(history: InputHistory, line: string): InputHistory {
  const lines = history.lines.at(-1) === line ? history.lines : [...history.lines, line].slice(-LIMIT);
  return { lines, at: 0, draft: '' };
}

/** One step back (`up`) or forth; `text` is what the field shows then. */
export function recall(
  history: InputHistory,
  direction: 'up' | 'down',
  typed: string,
): { readonly history: InputHistory; readonly text: string } {
  const at = Math.min(history.lines.length, Math.max(0, history.at + (direction === 'up' ? 1 : -1)));
  const draft = history.at === 0 ? typed : history.draft;
  return {
    history: { ...history, at, draft },
    text: at === 0 ? draft : (history.lines[history.lines.length - at] ?? ''),
  };
}
