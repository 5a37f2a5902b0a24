// The editor core: one document, its history, and who listens. Free of any framework.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Command, CommandLabel } from './command.ts';
import { createHistory, redo, run, undo, type History } from './history.ts';
import type { NodeTypes } from './graph.ts';

export interface EditorState {
  readonly document: FlowDocument;
  readonly undoLabel: CommandLabel | null;
  readonly redoLabel: CommandLabel | null;
  readonly readOnly: boolean;
}

export interface Editor {
  readonly types: NodeTypes;
  getState(): EditorState;
  subscribe(listener: () => void): () => void;
  /** Runs a command; false when it changed nothing or the editor is read-only. */
  run(command: Command): boolean;
  undo(): CommandLabel | null;
  redo(): CommandLabel | null;
  setReadOnly(readOnly: boolean): void;
  /** Takes a document from elsewhere (the server's) and forgets the history. */
  reset(document: FlowDocument): void;
  newId(prefix: string): string;
}

export interface EditorOptions {
  readonly document: FlowDocument;
  readonly types: NodeTypes;
  readonly now?: () => number;
  readonly newId?: (prefix: string) => string;
}

export function createEditor(options: EditorOptions): Editor {
  const now = options.now ?? (() => Date.now());
  const newId = options.newId ?? randomId;
  const listeners = new Set<() => void>();
  let history = createHistory(options.document);
  let state = stateOf(history, false);

  function take(next: History, readOnly = state.readOnly): void {
    history = next;
    state = stateOf(next, readOnly);
    for (const listener of [...listeners]) listener();
  }

  return {
    types: options.types,
    newId,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run(command) {
      if (state.readOnly) return false;
      const next = run(history, command, now());
      if (next === history) return false;
      take(next);
      return true;
    },
    undo() {
      const label = state.undoLabel;
      if (label === null || state.readOnly) return null;
      take(undo(history));
      return label;
    },
    redo() {
      const label = state.redoLabel;
      if (label === null || state.readOnly) return null;
      take(redo(history));
      return label;
    },
    setReadOnly: (readOnly) => take(history, readOnly),
    reset: (document) => take(createHistory(document)),
  };
}

function stateOf(history: History, readOnly: boolean): EditorState {
  return {
    document: history.document,
    undoLabel: history.past.at(-1)?.label ?? null,
    redoLabel: history.future[0]?.label ?? null,
    readOnly,
  };
}

/** A short id such as `n-4fz81k2q`. Works on plain http too, where `randomUUID` is missing. */
function randomId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const tail = [...bytes].map((byte) => (byte % 36).toString(36)).join('');
  return `${prefix}-${tail}`;
}
