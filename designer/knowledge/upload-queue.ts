// The files of one base on their way to the server: two at a time, each with its own outcome. It goes on while other pages are looked at.
import type { Uploaded } from '#nodes/wire/knowledge.ts';
import { ApiProblem } from '../api/http.ts';

/** Why a file is not in the base: too large to be sent at all, refused by the server in both languages, or a failure on the way. */
export type UploadProblem = 'tooLarge' | NonNullable<Uploaded['files'][number]['error']> | Error;

/** One file. `share` of it that left this device, 0..1; `problem`: it was not taken; `mayRetry`: sending it again may help. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly share: number;
  readonly problem: UploadProblem | undefined;
  readonly mayRetry: boolean;
}

/** A queue; `subscribe` and `list` fit useSyncExternalStore. */
export interface UploadQueue {
  list(): readonly Upload[];
  subscribe(listener: () => void): () => void;
  add(files: readonly File[]): void;
  retry(id: number): void;
  /** Stops a file that is not there yet, or takes one that failed off the list. */
  drop(id: number): void;
  isBusy(): boolean;
}

/** The way to the server. */
export interface UploadWay {
  send(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Uploaded>;
  /** After each file that arrived. */
  onTaken(): void;
  /** Calls back after a pause. */
  after(ms: number, call: () => void): void;
}

const AT_ONCE = 2;
/** Largest file the server takes. */
const MOST_BYTES = 20 * 1024 * 1024;
const USUAL_PAUSE_S = 5;

/** An empty queue. */
export function createUploadQueue(way: UploadWay): UploadQueue {
  let uploads: readonly Upload[] = [];
  let lastId = 0;
  let isPaused = false;
  const files = new Map<number, File>();
  const running = new Map<number, AbortController>();
  const listeners = new Set<() => void>();

  function set(next: readonly Upload[]): void {
    uploads = next;
    for (const listener of listeners) listener();
  }

  function change(id: number, part: Partial<Upload>): void {
    set(uploads.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }

  function forget(id: number): void {
    files.delete(id);
    set(uploads.filter((one) => one.id !== id));
  }

  async function send(id: number, file: File): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    change(id, { state: 'sending' });
    try {
      const error = (await way.send(file, (share) => change(id, { share }), abort.signal)).files[0]?.error ?? undefined;
      if (error === undefined) forget(id);
      else change(id, { state: 'failed', problem: error });
      way.onTaken();
    } catch (error) {
      if (!abort.signal.aborted) failed(id, error);
    } finally {
      running.delete(id);
      next();
    }
  }

  function failed(id: number, error: unknown): void {
    const isTooFast = error instanceof ApiProblem && error.code === 'RATE_LIMITED';
    if (!isTooFast) {
      change(id, {
        state: 'failed',
        problem: error instanceof Error ? error : new Error(String(error)),
        mayRetry: true,
      });
      return;
    }
    // Many files at once are no mistake: the rest waits until the server takes more.
    change(id, { state: 'waiting', share: 0 });
    isPaused = true;
    const seconds = Number(error.facts['retryAfterSeconds'] ?? USUAL_PAUSE_S);
    way.after(seconds * 1000, () => {
      isPaused = false;
      next();
    });
  }

  function next(): void {
    for (const { id, state } of uploads) {
      if (isPaused || running.size >= AT_ONCE) return;
      const file = files.get(id);
      if (state === 'waiting' && file !== undefined) void send(id, file);
    }
  }

  return {
    list: () => uploads,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(added) {
      const fresh = added.map((file): Upload => {
        lastId += 1;
        const isTooLarge = file.size > MOST_BYTES;
        if (!isTooLarge) files.set(lastId, file);
        return {
          id: lastId,
          name: file.name,
          state: isTooLarge ? 'failed' : 'waiting',
          share: 0,
          problem: isTooLarge ? 'tooLarge' : undefined,
          mayRetry: false,
        };
      });
      set([...uploads, ...fresh]);
      next();
    },
    retry(id) {
      change(id, { state: 'waiting', share: 0, problem: undefined, mayRetry: false });
      next();
    },
    drop(id) {
      running.get(id)?.abort();
      forget(id);
    },
    isBusy: () => uploads.some(({ state }) => state !== 'failed'),
  };
}
