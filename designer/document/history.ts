// Undo and redo: steps as pairs of documents. Documents share structure, so a step costs what it changed.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Command, CommandLabel } from './command.ts';

export const HISTORY_LIMIT = 300;
/** Two like changes closer than this are one step. */
export const MERGE_WINDOW_MS = 900;

export interface Step {
  readonly label: CommandLabel;
  readonly mergeKey: string | undefined;
  readonly at: number;
  readonly before: FlowDocument;
  readonly after: FlowDocument;
}

export interface History {
  readonly document: FlowDocument;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export function createHistory(document: FlowDocument): History {
  return { document, past: [], future: [] };
}

/** Runs a command at a time. The same history comes back when there was nothing to do. */
export function run(history: History, command: Command, at: number): History {
  const after = command.apply(history.document);
  if (after === history.document) return history;
  const last = history.past.at(-1);
  const merges =
    last?.mergeKey !== undefined &&
    last.mergeKey === command.mergeKey &&
    history.future.length === 0 &&
    at - last.at <= MERGE_WINDOW_MS;
  const step: Step = merges
    ? { ...last, at, after }
    : { label: command.label, mergeKey: command.mergeKey, at, before: history.document, after };
  const kept = merges ? history.past.slice(0, -1) : history.past;
  return { document: after, past: [...kept, step].slice(-HISTORY_LIMIT), future: [] };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  return { document: step.before, past: history.past.slice(0, -1), future: [step, ...history.future] };
}

export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (step === undefined) return history;
  // A redone step never swallows what comes after it.
  return { document: step.after, past: [...history.past, { ...step, mergeKey: undefined }], future };
}
