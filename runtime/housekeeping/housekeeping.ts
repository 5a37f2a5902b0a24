// The room's one door: what is over and old goes, a little at a time, so that lists that only grow do not.
import type { Clock } from '#runtime/ports/clock.ts';
import { CLEARED, type Cleared, type RetentionStore } from '#runtime/ports/retention-store.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Rows deleted in one go. */
const BATCH = 200;

/** Days that each kind is kept after it is over. */
export type KeptDays = Readonly<Record<Cleared, number>>;

/** What is kept for how long when nobody says otherwise. */
export const KEPT_DAYS: KeptDays = { notices: 90, offers: 90, jobs: 30 };

/** What the room stands on. */
export interface HousekeepingDeps {
  readonly store: RetentionStore;
  readonly keptDays: KeptDays;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly onProblem: (error: unknown) => void;
}

/** The housekeeping room. */
export interface Housekeeping {
  /** Deletes all that is over now; answers how many of each kind. */
  clear(): Promise<Readonly<Record<Cleared, number>>>;
  /** Clears now and each hour. */
  start(): void;
  /** Ends it, when the batch under way is done. */
  stop(): Promise<void>;
}

/** Opens the room. */
export function createHousekeeping({ store, keptDays, clock, onProblem }: HousekeepingDeps): Housekeeping {
  let stopped = false;
  let cancel = (): void => undefined;
  let running: Promise<unknown> = Promise.resolve();

  async function clearKind(kind: Cleared): Promise<number> {
    const now = clock.now();
    const span = { now, before: now - keptDays[kind] * DAY_MS };
    let count = 0;
    for (let cleared = BATCH; cleared === BATCH && !stopped; count += cleared)
      cleared = await store.clear(kind, span, BATCH);
    return count;
  }

  async function clear(): Promise<Readonly<Record<Cleared, number>>> {
    const counts = { notices: 0, offers: 0, jobs: 0 };
    for (const kind of CLEARED) counts[kind] = await clearKind(kind);
    return counts;
  }

  function start(): void {
    running = clear()
      .catch(onProblem)
      .then(() => {
        if (!stopped) cancel = clock.after(EVERY_MS, start);
      });
  }

  return {
    clear,
    start,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
