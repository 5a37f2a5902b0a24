// Outbox to world and back: runs due remote effects with time limit and retries, and plays their results.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { OutboxRow, WorkStore } from '#runtime/ports/session-store.ts';
import type { Sessions } from './sessions.ts';

/** Runs a remote effect once. Throws FlowError when it failed. */
export type RemoteEffects = (row: OutboxRow, signal: AbortSignal) => Promise<Json>;

const CLAIMED_AT_ONCE = 16;
/** Beyond the effect's own limit, for the commit of its result. */
const LEASE_MARGIN_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 30_000;

/** What dispatch stands on. */
export interface DispatchDeps {
  readonly work: WorkStore;
  readonly sessions: Pick<Sessions, 'settle'>;
  readonly remote: RemoteEffects;
  readonly clock: Clock;
  readonly wake: (key: 'outbox', at?: number) => void;
  /** Told of effects that failed for good, and of settling that failed (the lease brings it back). */
  readonly onProblem: (row: OutboxRow, error: unknown) => void;
}

/** Creates the handler of the `outbox` wake-up: claims what is due and runs it; comes back while there is more. */
export function createDispatch(deps: DispatchDeps): () => Promise<void> {
  const { work, clock } = deps;

  async function run(row: OutboxRow): Promise<void> {
    const { timeoutMs, retry } = limitsOf(row);
    const abort = new AbortController();
    const cancel = clock.after(timeoutMs, () => abort.abort());
    try {
      const output = await deps.remote(row, abort.signal);
      await deps.sessions.settle(row, { output });
    } catch (error) {
      const problem = abort.signal.aborted
        ? new FlowError('EGRESS_TIMEOUT', `No answer within ${timeoutMs} ms.`)
        : error;
      await fail(row, problem, retry);
    } finally {
      cancel();
    }
  }

  async function fail(
    row: OutboxRow,
    error: unknown,
    retry: { readonly max: number; readonly backoffMs: number },
  ): Promise<void> {
    const code = error instanceof FlowError ? error.code : 'INTERNAL';
    const message = error instanceof FlowError ? error.message : 'The effect failed.';
    const isFinal = row.attempts > retry.max || code === 'EGRESS_DENIED' || code === 'REQUEST_INVALID';
    deps.onProblem(row, error);
    if (isFinal) {
      await deps.sessions.settle(row, { error: { code, message } });
      return;
    }
    const dueAt = clock.now() + retry.backoffMs * 2 ** Math.max(0, row.attempts - 1);
    await work.retryOutbox(row.key, dueAt, message);
    deps.wake('outbox', dueAt);
  }

  return async () => {
    const rows = await work.claimOutbox(clock.now(), DEFAULT_TIMEOUT_MS + LEASE_MARGIN_MS, CLAIMED_AT_ONCE);
    const outcomes = await Promise.allSettled(rows.map(run));
    outcomes.forEach((outcome, index) => {
      const row = rows[index];
      if (outcome.status === 'rejected' && row !== undefined) deps.onProblem(row, outcome.reason);
    });
    if (rows.length === CLAIMED_AT_ONCE) deps.wake('outbox');
  };
}

function limitsOf(row: OutboxRow): {
  readonly timeoutMs: number;
  readonly retry: { readonly max: number; readonly backoffMs: number };
} {
  const { kind, request } = row.effect;
  if (kind === 'http.request' || kind === 'model.generate') {
    return { timeoutMs: Math.min(request.timeoutMs, DEFAULT_TIMEOUT_MS), retry: request.retry };
  }
  return { timeoutMs: DEFAULT_TIMEOUT_MS, retry: { max: 0, backoffMs: 1000 } };
}
