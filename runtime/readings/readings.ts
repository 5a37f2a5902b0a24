// The room's one door: what is read from addresses on an interval; a few at a time, each once, taken up again after a restart.
import type { SiteRefresh } from '#nodes/wire/knowledge-sites.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { JobQueue } from '#runtime/ports/job-queue.ts';

/** The readings of one kind of thing (websites, tables). */
export interface Readings {
  add(workspaceId: string, id: string): void;
  /** Ends a reading, or takes it off the queue. Resolves when nothing more is done for it. */
  stop(id: string): Promise<void>;
  /** Looks anew at what is due: now, or when `at` (Unix ms) has come; null: that one is never due. */
  look(at?: number | null): void;
  /** Takes up what is due, also from before a restart. */
  start(): Promise<void>;
  /** When nothing is being read and nothing waits. */
  settled(): Promise<void>;
  /** Stops reading; what is unfinished is read at the next start. */
  close(): Promise<void>;
}

/** What readings lean on. */
export interface ReadingsDeps {
  /** The key under which the queue wakes them. */
  readonly key: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Absent: nothing is read by itself. */
  readonly queue: Pick<JobQueue, 'wake' | 'onWake'> | undefined;
  readonly store: {
    /** What is queued, was being read, or is due, in every workspace. */
    due(now: number): Promise<readonly { readonly workspaceId: string; readonly id: string }[]>;
    /** When the next one is due; undefined: none ever is. */
    nextDue(): Promise<number | undefined>;
  };
  read(workspaceId: string, id: string, signal: AbortSignal): Promise<void>;
  readonly onFault: (fault: unknown) => void;
}

/** Each holds contents in memory while it reads. */
const AT_ONCE = 3;
const HOUR_MS = 3_600_000;
const UNITS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;
/** A timer cannot wait for weeks; it is looked after at least this often. */
const LONGEST_WAIT_MS = 6 * HOUR_MS;

/** When it is read next by itself, counted `from` a time (Unix ms); null: not by itself. */
export function nextTime(refresh: SiteRefresh, from: number): number | null {
  return refresh === null ? null : from + refresh.every * UNITS[refresh.unit];
}

/** The readings over a store of what is due. */
export function createReadings({ key, clock, queue, store, read, onFault }: ReadingsDeps): Readings {
  const waiting: { readonly workspaceId: string; readonly id: string }[] = [];
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  let closed = false;

  function pump(): void {
    while (!closed && running.size < AT_ONCE) {
      const next = waiting.shift();
      if (next === undefined) return;
      begin(next.workspaceId, next.id);
    }
  }

  function begin(workspaceId: string, id: string): void {
    const stop = new AbortController();
    const done = read(workspaceId, id, stop.signal)
      .catch(onFault)
      .finally(() => {
        running.delete(id);
        pump();
      });
    running.set(id, { stop, done });
  }

  function add(workspaceId: string, id: string): void {
    if (running.has(id) || waiting.some((one) => one.id === id)) return;
    waiting.push({ workspaceId, id });
    pump();
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    for (const { workspaceId, id } of await store.due(now)) add(workspaceId, id);
    const next = (await store.nextDue()) ?? Infinity;
    // One that is due now is being taken up; its next time is set when it is read.
    queue?.wake(key, Math.min(next > now ? next : Infinity, now + LONGEST_WAIT_MS));
  }

  return {
    add,
    async stop(id) {
      const at = waiting.findIndex((one) => one.id === id);
      if (at !== -1) waiting.splice(at, 1);
      const reading = running.get(id);
      reading?.stop.abort(new Error('It is not read any more.'));
      await reading?.done;
    },
    look(at) {
      if (at === undefined) queue?.wake(key);
      else if (at !== null) queue?.wake(key, Math.min(at, clock.now() + LONGEST_WAIT_MS));
    },
    async start() {
      queue?.onWake(key, tick);
      await tick();
    },
    async settled() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
    },
    async close() {
      closed = true;
      waiting.length = 0;
      for (const { stop } of running.values()) stop.abort(new Error('The server stops.'));
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
