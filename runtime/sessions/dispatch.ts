// Outbox to world and back: runs due remote effects with time limit and retries, and plays their results.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { OutboxRow, WorkStore } from '#runtime/ports/session-store.ts';
import type { Sessions } from './sessions.ts';

/** Runs a remote effect once. Throws FlowError when it failed. */
export type RemoteEffects = (row: OutboxRow, signal: AbortSignal) => Promise<Json>;

/** Effects under way at the same time. */
const ROOM = 64;
/** Beyond the effect's own limit, for the commit of its result. */
const LEASE_MARGIN_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 30_000;
/** Tries beyond the allowed ones that a process which died in the middle may cost. */
const SPARE_TRIES = 3;
/** A result that the store did not take is offered again, so that nobody is called twice for it. */
const SETTLE_AGAIN_MS = [100, 1000, 5000] as const;

/** What dispatch stands on. */
export interface DispatchDeps {
  readonly work: WorkStore;
  readonly sessions: Pick<Sessions, 'settle'>;
  readonly remote: RemoteEffects;
  readonly clock: Clock;
  readonly wake: (key: 'outbox', at?: number) => void;
  /** Told of every try that failed, and of settling that failed (the lease brings it back). */
  readonly onProblem: (row: OutboxRow, error: unknown) => void;
}

/** The running of remote effects. */
export interface Dispatch {
  /** The handler of the `outbox` wake-up: starts what is due, as far as there is room, and does not wait for it. */
  start(): Promise<void>;
  /** Until nothing is under way. */
  idle(): Promise<void>;
  /** Starts nothing more and gives back what is under way, to be tried again after the next start. */
  stop(): Promise<void>;
}

interface Limits {
  readonly timeoutMs: number;
  readonly retry: { readonly max: number; readonly backoffMs: number };
}

type Outcome = Parameters<Sessions['settle']>[1];

/** Creates the dispatcher. A slow effect holds nobody up but itself. */
export function createDispatch(deps: DispatchDeps): Dispatch {
  const { work, clock } = deps;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let full = false;

  async function start(): Promise<void> {
    const room = ROOM - running.size;
    full = room <= 0;
    if (full || stopping.signal.aborted) return;
    const rows = await work.claimOutbox(clock.now(), DEFAULT_TIMEOUT_MS + LEASE_MARGIN_MS, room);
    full = rows.length === room;
    for (const row of rows) {
      const run = runRow(row)
        .catch((error: unknown) => deps.onProblem(row, error))
        .finally(() => {
          running.delete(run);
          if (full) deps.wake('outbox');
          full = false;
        });
      running.add(run);
    }
  }

  async function runRow(row: OutboxRow): Promise<void> {
    const limits = limitsOf(row);
    const spent = spentBy(row, limits);
    if (spent !== undefined) {
      deps.onProblem(row, spent);
      await settle(row, { error: { code: spent.code, message: spent.message } });
      return;
    }
    let outcome: Outcome;
    try {
      outcome = { output: await attempt(row, limits) };
    } catch (error) {
      if (stopping.signal.aborted) {
        await work.retryOutbox(row.key, clock.now(), 'The server was stopped.');
        return;
      }
      deps.onProblem(row, error);
      if (!isFinal(row, error, limits)) {
        await later(row, error, limits);
        return;
      }
      outcome = { error: problemOf(error) };
    }
    await settle(row, outcome);
  }

  async function attempt(row: OutboxRow, { timeoutMs }: Limits): Promise<Json> {
    const late = new AbortController();
    const cancel = clock.after(timeoutMs, () => late.abort());
    try {
      const signal = AbortSignal.any([late.signal, stopping.signal]);
      return await Promise.race([deps.remote(row, signal), aborted(signal)]);
    } catch (error) {
      if (late.signal.aborted) throw new FlowError('EGRESS_TIMEOUT', `No answer within ${timeoutMs} ms.`);
      throw error;
    } finally {
      cancel();
    }
  }

  async function later(row: OutboxRow, error: unknown, { retry }: Limits): Promise<void> {
    const dueAt = clock.now() + retry.backoffMs * 2 ** Math.max(0, row.attempts - 1);
    await work.retryOutbox(row.key, dueAt, problemOf(error).message);
    deps.wake('outbox', dueAt);
  }

  async function settle(row: OutboxRow, outcome: Outcome): Promise<void> {
    for (const waitMs of SETTLE_AGAIN_MS) {
      try {
        await deps.sessions.settle(row, outcome);
        return;
      } catch (error) {
        deps.onProblem(row, error);
        if (stopping.signal.aborted) return;
        await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
      }
    }
    await deps.sessions.settle(row, outcome);
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    start,
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}

/**
 * A process died in the middle of a try and the tries are used up. Asking twice does no harm for what only reads or replaces; a request
 * that may have done something once is not sent again behind the author's back.
 */
function spentBy({ attempts, effect }: OutboxRow, { retry }: Limits): FlowError | undefined {
  const tries = retry.max + 1;
  if (attempts <= tries) return undefined;
  const once =
    effect.kind === 'script.call' ||
    effect.kind === 'tool.call' ||
    (effect.kind === 'http.request' && ['POST', 'PATCH'].includes(effect.request.method));
  if (!once && attempts <= tries + SPARE_TRIES) return undefined;
  return new FlowError(
    'EGRESS_FAILED',
    'The server stopped while this was under way. Whether the other side did it is unknown; it is not tried again.',
  );
}

/** Problems that another try does not mend. */
const FINAL_CODES: ReadonlySet<string> = new Set([
  'EGRESS_DENIED',
  'REQUEST_INVALID',
  'CREDENTIAL_MISSING',
  'CREDENTIAL_HOST_MISMATCH',
  'SCRIPT_FAILED',
  'SCRIPT_LIMIT',
  'RESOURCE_NOT_FOUND',
  'RATE_LIMITED',
  'MAIL_SERVER_MISSING',
  'MAIL_REFUSED',
  'TOOL_SERVER_MISSING',
  'TOOL_FAILED',
]);

function isFinal(row: OutboxRow, error: unknown, { retry }: Limits): boolean {
  if (row.attempts > retry.max) return true;
  return error instanceof FlowError && FINAL_CODES.has(error.code);
}

function problemOf(error: unknown): { readonly code: string; readonly message: string } {
  return error instanceof FlowError
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: 'The effect failed.' };
}

/** Handlers that do not listen to their signal are left behind. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new FlowError('EGRESS_FAILED', 'Given up.')), { once: true });
  });
}

function limitsOf({ effect }: OutboxRow): Limits {
  if ('retry' in effect.request) {
    const { timeoutMs, retry } = effect.request;
    return { timeoutMs: Math.min(timeoutMs, DEFAULT_TIMEOUT_MS), retry };
  }
  return { timeoutMs: DEFAULT_TIMEOUT_MS, retry: { max: 0, backoffMs: 1000 } };
}
