// Saves the draft by itself: at most a second after the last change, never over someone else's work, never losing a change.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { DraftKeeper } from './draft-keeper.ts';

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly revision: number; readonly savedAt: string }
  | { readonly kind: 'conflict'; readonly revision: number; readonly by: string; readonly at: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly message: string };

export type SaveState =
  | { readonly kind: 'saved'; readonly at: string | null }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly changes: number }
  | { readonly kind: 'conflict'; readonly revision: number; readonly by: string; readonly at: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Runs `act` after a delay; the answer cancels it. */
export type Timer = (act: () => void, delayMs: number) => () => void;

export interface AutosaveOptions {
  readonly flowId: string;
  readonly revision: number;
  readonly save: (revision: number, document: FlowDocument) => Promise<SaveOutcome>;
  readonly keeper: DraftKeeper;
  readonly timer?: Timer;
  readonly now?: () => string;
  readonly delayMs?: number;
  /** A stream of changes is saved at least this often. */
  readonly longestMs?: number;
  readonly retryMs?: number;
}

export interface Autosave {
  getState(): SaveState;
  revision(): number;
  subscribe(listener: () => void): () => void;
  /** The document changed. */
  changed(document: FlowDocument): void;
  /** Saves what is waiting and answers when it is through, or cannot go through now. */
  flush(): Promise<SaveState>;
  /** After a conflict: go on from this revision with nothing waiting. */
  accept(revision: number): void;
  hasUnsent(): boolean;
  close(): void;
}

const realTimer: Timer = (act, delayMs) => {
  const id = setTimeout(act, delayMs);
  return () => clearTimeout(id);
};

export function createAutosave(options: AutosaveOptions): Autosave {
  const { flowId, save, keeper, timer = realTimer, delayMs = 500, longestMs = 1000, retryMs = 4000 } = options;
  const now = options.now ?? (() => new Date().toISOString());
  const listeners = new Set<() => void>();
  let revision = options.revision;
  let state: SaveState = { kind: 'saved', at: null };
  let waiting: FlowDocument | null = null;
  let changes = 0;
  let running: Promise<void> | null = null;
  let cancelDelay: (() => void) | null = null;
  let cancelLongest: (() => void) | null = null;
  let closed = false;

  function become(next: SaveState): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  function stopTimers(): void {
    cancelDelay?.();
    cancelLongest?.();
    cancelDelay = null;
    cancelLongest = null;
  }

  function start(): Promise<void> {
    stopTimers();
    running ??= send().finally(() => {
      running = null;
      if (waiting !== null && state.kind === 'saving' && !closed) schedule(delayMs);
    });
    return running;
  }

  function schedule(ms: number): void {
    cancelDelay?.();
    cancelDelay = timer(() => void start(), ms);
  }

  async function send(): Promise<void> {
    const document = waiting;
    if (document === null || state.kind === 'conflict') return;
    const sent = changes;
    await keeper.write({ flowId, revision, changes, keptAt: now(), document });
    const outcome = await save(revision, document);
    switch (outcome.kind) {
      case 'saved':
        revision = outcome.revision;
        changes -= sent;
        if (waiting === document) {
          waiting = null;
          changes = 0;
          await keeper.clear(flowId);
          become({ kind: 'saved', at: outcome.savedAt });
        } else {
          become({ kind: 'saving' });
        }
        return;
      case 'conflict':
        become({ kind: 'conflict', revision: outcome.revision, by: outcome.by, at: outcome.at });
        return;
      case 'unreachable':
        become({ kind: 'offline', changes });
        if (!closed) cancelDelay = timer(() => void start(), retryMs);
        return;
      case 'refused':
        become({ kind: 'refused', message: outcome.message });
    }
  }

  return {
    getState: () => state,
    revision: () => revision,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed(document) {
      waiting = document;
      changes += 1;
      if (state.kind === 'conflict') return;
      if (state.kind === 'offline') {
        become({ kind: 'offline', changes });
        void keeper.write({ flowId, revision, changes, keptAt: now(), document });
        return;
      }
      if (state.kind !== 'saving') become({ kind: 'saving' });
      schedule(delayMs);
      cancelLongest ??= timer(() => void start(), longestMs);
    },
    async flush() {
      while (waiting !== null || running !== null) {
        await start();
        if (state.kind !== 'saving') break;
      }
      return state;
    },
    accept(next) {
      stopTimers();
      revision = next;
      waiting = null;
      changes = 0;
      void keeper.clear(flowId);
      become({ kind: 'saved', at: null });
    },
    hasUnsent: () => waiting !== null || running !== null,
    close() {
      closed = true;
      stopTimers();
      listeners.clear();
    },
  };
}
