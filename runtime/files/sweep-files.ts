// Deletes files whose time is over: those never sent, those half written when the server went down, those kept long enough.
import type { Clock } from '#runtime/ports/clock.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { SessionFileStore } from '#runtime/ports/session-file-store.ts';

const EVERY_MS = 600_000;
const BATCH = 200;

/** What sweeping leans on. */
export interface SweepFilesDeps {
  readonly store: Pick<SessionFileStore, 'expired' | 'remove'>;
  readonly bytes: Pick<FileStore, 'remove'>;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
}

/** Sweeps now and every ten minutes; returns the way to stop. */
export function startSweeping(deps: SweepFilesDeps): () => Promise<void> {
  const { clock, onProblem } = deps;
  let stopped = false;
  let cancel = (): void => undefined;
  let sweeping = round();

  async function round(): Promise<void> {
    await sweepFiles(deps).catch(onProblem);
    if (stopped) return;
    cancel = clock.after(EVERY_MS, () => {
      sweeping = round();
    });
  }

  return async () => {
    stopped = true;
    cancel();
    await sweeping;
  };
}

/** Deletes everything that is over. The bytes go before the row, so that a cut between the two is made good by the next round. */
export async function sweepFiles({ store, bytes, clock }: SweepFilesDeps): Promise<void> {
  for (;;) {
    const over = await store.expired(clock.now(), BATCH);
    for (const { workspaceId, id } of over) {
      await bytes.remove(workspaceId, id);
      await store.remove(workspaceId, id);
    }
    if (over.length < BATCH) return;
  }
}
