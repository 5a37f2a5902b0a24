// Which websites are being read, and which wait for it: a few at a time, each once.

/** The queue of readings. */
export interface Readings {
  add(workspaceId: string, siteId: string): void;
  /** Ends the reading of a site, or takes it off the queue. Resolves when nothing more is done for it. */
  stop(siteId: string): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Each holds pages in memory while it reads. */
const AT_ONCE = 3;

/** A queue over a way to read. */
export function createReadings(
  read: (workspaceId: string, siteId: string, signal: AbortSignal) => Promise<void>,
  onFault: (fault: unknown) => void,
): Readings {
  const waiting: { readonly workspaceId: string; readonly siteId: string }[] = [];
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  let closed = false;

  function pump(): void {
    while (!closed && running.size < AT_ONCE) {
      const next = waiting.shift();
      if (next === undefined) return;
      begin(next.workspaceId, next.siteId);
    }
  }

  function begin(workspaceId: string, siteId: string): void {
    const stop = new AbortController();
    const done = read(workspaceId, siteId, stop.signal)
      .catch(onFault)
      .finally(() => {
        running.delete(siteId);
        pump();
      });
    running.set(siteId, { stop, done });
  }

  async function stopReading(siteId: string): Promise<void> {
    const at = waiting.findIndex((one) => one.siteId === siteId);
    if (at !== -1) waiting.splice(at, 1);
    const reading = running.get(siteId);
    reading?.stop.abort(new Error('The website is not read any more.'));
    await reading?.done;
  }

  return {
    add(workspaceId, siteId) {
      if (running.has(siteId) || waiting.some((one) => one.siteId === siteId)) return;
      waiting.push({ workspaceId, siteId });
      pump();
    },
    stop: stopReading,
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
