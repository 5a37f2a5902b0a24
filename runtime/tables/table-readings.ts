// Tables that are read from an address: when, and what a reading does to their rows.
import type { SiteRefresh } from '#nodes/wire/knowledge-sites.ts';
import { MAX_ROWS } from '#nodes/wire/table-limits.ts';
import type { Knowledge } from '#runtime/knowledge/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { JobQueue } from '#runtime/ports/job-queue.ts';
import type { PageProblem } from '#runtime/ports/knowledge-site-store.ts';
import type { StoredAddress, StoredTable, TableStore } from '#runtime/ports/table-store.ts';
import { createReadings, nextTime } from '#runtime/readings/readings.ts';
import { rowsFromList } from './import-rows.ts';
import { mergeRows, type Merged } from './merge-rows.ts';
import { misfitProblem, READ_PROBLEMS } from './problems.ts';

/** The way to lists at addresses; a program without it never reads any. */
export interface ListWay {
  readonly lists: Knowledge['lists'];
  readonly queue: Pick<JobQueue, 'wake' | 'onWake'>;
  readonly onFault: (fault: unknown) => void;
}

/** How a table is to be read. */
export interface AddressDraft {
  readonly address: string;
  readonly refresh: SiteRefresh;
  readonly mayBeEmpty: boolean;
}

/** Readings of tables. */
export interface TableReadings {
  /** Reads a table from this address from now on. REQUEST_INVALID for an address that is none. */
  set(workspaceId: string, table: StoredTable, draft: AddressDraft): Promise<void>;
  /** Reads it again as soon as possible; `anew`: also when the list did not change. */
  again(workspaceId: string, table: StoredTable, anew?: boolean): Promise<void>;
  /** Its rows stay. */
  end(workspaceId: string, tableId: string): Promise<void>;
  /** Ends a reading that is under way. */
  stop(tableId: string): Promise<void>;
  start(): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A reading that took the server down this often is not begun again by itself. */
const MAX_ATTEMPTS = 3;

/** Readings over the store. */
export function createTableReadings(
  store: TableStore,
  clock: Pick<Clock, 'now' | 'id'>,
  way: ListWay | undefined,
): TableReadings {
  const readings = createReadings({
    key: 'tables',
    clock,
    queue: way?.queue,
    store: store.addresses,
    read,
    onFault: (fault) => way?.onFault(fault),
  });

  async function read(workspaceId: string, tableId: string, signal: AbortSignal): Promise<void> {
    const table = await store.get(workspaceId, tableId);
    if (table?.address == null || way === undefined) return;
    const { address } = table;
    const attempts = address.attempts + 1;
    if (attempts > MAX_ATTEMPTS) return done(workspaceId, tableId, failure(READ_PROBLEMS.tooOften));
    const nextAt = nextTime(address.refresh, clock.now());
    await store.addresses.change(workspaceId, tableId, { state: 'reading', attempts, nextAt });
    try {
      const outcome = await readFrom(way, workspaceId, { ...table, address }, signal);
      await done(workspaceId, tableId, outcome);
    } catch (fault) {
      if (signal.aborted) return;
      way.onFault(fault);
      await done(workspaceId, tableId, failure(READ_PROBLEMS.fault));
    }
  }

  async function readFrom(
    { lists }: ListWay,
    workspaceId: string,
    { id, columns, address: from }: StoredTable & { readonly address: StoredAddress },
    signal: AbortSignal,
  ): Promise<Partial<StoredAddress>> {
    const { etag, modified } = from.seen ?? { etag: '', modified: '' };
    const names = columns.map(({ name }) => name);
    const order = { workspaceId, address: from.address, etag, modified, columns: names, mostRows: MAX_ROWS };
    const answer = await lists.read(order, signal);
    signal.throwIfAborted();
    if (answer.kind === 'problem') return failure(answer.problem);
    const at = clock.now();
    if (answer.kind === 'unchanged') return { ...SOUND, read: { at, leftOut: from.read?.leftOut ?? [] } };
    const matched = rowsFromList(columns, answer.table, from.mayBeEmpty);
    if ('misfit' in matched) return failure(misfitProblem(matched.misfit));
    // Whoever is cut off after the rows are in place knows nothing of them and reads the list whole.
    await store.addresses.change(workspaceId, id, { seen: null });
    let merged: Merged | undefined;
    const isPlaced = await store.replace(workspaceId, id, columns, (before) => {
      merged = mergeRows(columns, before, matched.rows, () => clock.id());
      return merged.rows;
    });
    if (!isPlaced || merged === undefined) return {};
    const { added, changed, removed } = merged;
    return {
      ...SOUND,
      seen: { etag: answer.etag, modified: answer.modified },
      read: { at, leftOut: matched.leftOut },
      ...(added + changed + removed === 0 ? {} : { change: { at, added, changed, removed } }),
    };
  }

  function failure(problem: PageProblem): Partial<StoredAddress> {
    return { state: 'failed', problem: { ...problem, at: clock.now() } };
  }

  async function done(workspaceId: string, tableId: string, outcome: Partial<StoredAddress>): Promise<void> {
    // How often may have been changed while it was read.
    const refresh = (await store.get(workspaceId, tableId))?.address?.refresh ?? null;
    const nextAt = nextTime(refresh, clock.now());
    await store.addresses.change(workspaceId, tableId, { ...outcome, attempts: 0, nextAt });
    readings.look(nextAt);
  }

  return {
    async set(workspaceId, { id, address: before }, { address, refresh, mayBeEmpty }) {
      const written = way === undefined ? address : way.lists.written(address);
      await readings.stop(id);
      const known = before?.address === written ? before : { seen: null, read: null, change: null, problem: null };
      const { seen, read: last, change, problem } = known;
      await store.addresses.put(workspaceId, id, {
        ...{ address: written, refresh, mayBeEmpty, seen, read: last, change, problem },
        state: 'queued',
        attempts: 0,
        nextAt: null,
      });
      readings.add(workspaceId, id);
    },
    async again(workspaceId, { id, address }, anew = false) {
      if (address === null) return;
      if (anew) await readings.stop(id);
      else if (address.state === 'queued' || address.state === 'reading') return;
      const queued = { state: 'queued', attempts: 0, ...(anew ? { seen: null } : {}) } as const;
      if (await store.addresses.change(workspaceId, id, queued)) readings.add(workspaceId, id);
    },
    async end(workspaceId, tableId) {
      await readings.stop(tableId);
      await store.addresses.remove(workspaceId, tableId);
    },
    stop: (tableId) => readings.stop(tableId),
    start: () => readings.start(),
    settled: () => readings.settled(),
    close: () => readings.close(),
  };
}

const SOUND = { state: 'ready', problem: null } as const;
