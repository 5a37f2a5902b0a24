// The room's one door: programs outside take jobs that flows queued, and flows that wait hear what came of them.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { ClaimedJob, JobOutcome, JobQueueView } from '#nodes/wire/jobs.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { FlowJobStore, StoredJob } from '#runtime/ports/flow-job-store.ts';
import type { Act, Sessions } from '#runtime/sessions/sessions.ts';

const LEASE_MS = 60_000;
/** The first pause after a failure, doubled each time. */
const PAUSE_MS = 5_000;
/** Jobs without an owner that one claim clears away. */
const CLEARED = 50;
const LOST = 'The program that took it was never heard of again.';

/** What the room leans on. */
export interface JobsDeps {
  readonly store: FlowJobStore;
  readonly receive: Sessions['receive'];
  readonly clock: Pick<Clock, 'now' | 'secret'>;
}

/** The jobs room. Scoped to a workspace; a job of another one is RESOURCE_NOT_FOUND. */
export interface Jobs {
  claim(
    workspaceId: string,
    wanted: { readonly queue: string; readonly limit?: number; readonly leaseMs?: number },
  ): Promise<readonly ClaimedJob[]>;
  /** STATE_CONFLICT when the lease ran out and somebody else has it. The same again answers the same. */
  complete(workspaceId: string, jobId: string, lease: string, result: Json): Promise<JobOutcome>;
  fail(
    workspaceId: string,
    jobId: string,
    lease: string,
    failure: { readonly message: string; readonly retryMs?: number },
  ): Promise<JobOutcome>;
  queues(workspaceId: string): Promise<readonly JobQueueView[]>;
}

/** Opens the room. */
export function createJobs({ store, receive, clock }: JobsDeps): Jobs {
  async function held(workspaceId: string, jobId: string, lease: string): Promise<StoredJob> {
    const job = await store.get(workspaceId, jobId);
    if (job === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such job here.');
    if (job.state === 'leased' && job.lease !== lease) throw lost();
    return job;
  }

  /** The flow goes on first: if this process dies before the job is closed, the program says it again and the flow knows it already. */
  async function tellFlow(workspaceId: string, job: StoredJob, act: Act): Promise<boolean> {
    if (!job.waits) return true;
    try {
      await receive(workspaceId, job.sessionId, `job:${job.id}`, act);
      return true;
    } catch (error) {
      if (error instanceof FlowError && error.code === 'SESSION_CLOSED') return false;
      throw error;
    }
  }

  async function giveUp(workspaceId: string, job: StoredJob, message: string): Promise<boolean> {
    const { node, visit } = job;
    const error = { code: 'JOB_FAILED', message };
    await tellFlow(workspaceId, job, { type: 'effect.failed', node, visit, index: 0, error });
    return store.settle(workspaceId, job.id, job.lease, {
      state: 'failed',
      readyAt: 0,
      error: message,
      endedAt: clock.now(),
    });
  }

  return {
    async claim(workspaceId, { queue, limit = 1, leaseMs = LEASE_MS }) {
      const now = clock.now();
      for (const job of await store.spent(workspaceId, queue, now, CLEARED)) await giveUp(workspaceId, job, LOST);
      const leases = Array.from({ length: limit }, () => clock.secret(16));
      const claimed = await store.claim(workspaceId, queue, now, leaseMs, leases);
      return claimed.map((job) => ({
        id: job.id,
        queue: job.queue,
        payload: job.payload,
        sessionId: job.sessionId,
        attempt: job.tries,
        lease: job.lease,
        leaseUntil: new Date(job.readyAt).toISOString(),
      }));
    },

    async complete(workspaceId, jobId, lease, result) {
      const job = await held(workspaceId, jobId, lease);
      if (job.state === 'done') return 'done';
      if (job.state === 'void') return 'void';
      if (job.state !== 'leased') throw lost();
      const { node, visit } = job;
      const isHeard = await tellFlow(workspaceId, job, {
        type: 'effect.completed',
        node,
        visit,
        index: 0,
        output: { result },
      });
      const state = isHeard ? 'done' : 'void';
      if (!(await store.settle(workspaceId, jobId, lease, { state, readyAt: 0, error: '', endedAt: clock.now() }))) {
        // Hearing it, the flow may have given the job up; a second answer of the same program finds it closed.
        return (await store.get(workspaceId, jobId))?.state === 'done' ? 'done' : 'void';
      }
      return state;
    },

    async fail(workspaceId, jobId, lease, { message, retryMs }) {
      const job = await held(workspaceId, jobId, lease);
      if (job.state === 'void') return 'void';
      if (job.state === 'failed') return 'failed';
      if (job.state !== 'leased') throw lost();
      if (job.tries >= job.mostTries) {
        if (!(await giveUp(workspaceId, job, message))) throw lost();
        return 'failed';
      }
      const readyAt = clock.now() + (retryMs ?? PAUSE_MS * 2 ** (job.tries - 1));
      if (
        !(await store.settle(workspaceId, jobId, lease, { state: 'waiting', readyAt, error: message, endedAt: null }))
      )
        throw lost();
      return 'again';
    },

    queues: async (workspaceId) =>
      (await store.queues(workspaceId)).map(({ waitingSince, ...queue }) => ({
        ...queue,
        waitingSince: waitingSince === null ? null : new Date(waitingSince).toISOString(),
      })),
  };
}

function lost(): FlowError {
  return new FlowError('STATE_CONFLICT', 'The lease of this job ran out: somebody else may have it. Claim again.');
}
