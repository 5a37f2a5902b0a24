// Jobs that flows queue and programs outside take: claim, complete, fail, and how the queues stand.
import { Type, type Static } from 'typebox';

const Closed = { additionalProperties: false } as const;
const Queue = Type.String({ maxLength: 64, pattern: '^[a-z0-9][a-z0-9._-]*$' });
const Lease = Type.String({ minLength: 1, maxLength: 128 });

/** POST /api/v1/jobs/claim. `leaseMs`: how long the job is kept for the caller; a minute unless told. */
export const ClaimJobsSchema = Type.Object(
  {
    queue: Queue,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    leaseMs: Type.Optional(Type.Integer({ minimum: 1000, maximum: 3_600_000 })),
  },
  Closed,
);
/** A claimed job. `lease` proves it; `attempt` counts from 1. */
export const ClaimedJobSchema = Type.Object({
  id: Type.String(),
  queue: Type.String(),
  payload: Type.Unknown(),
  sessionId: Type.String(),
  attempt: Type.Integer(),
  lease: Type.String(),
  leaseUntil: Type.String(),
});
export const ClaimedJobsSchema = Type.Object({ jobs: Type.Array(ClaimedJobSchema) });

/** POST /api/v1/jobs/{id}/complete. The flow that waits gets `result`. */
export const CompleteJobSchema = Type.Object({ lease: Lease, result: Type.Optional(Type.Unknown()) }, Closed);
/** POST /api/v1/jobs/{id}/fail. `retryMs`: not before; without tries left the flow that waits goes on by Error. */
export const FailJobSchema = Type.Object(
  {
    lease: Lease,
    message: Type.String({ maxLength: 500 }),
    retryMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
  },
  Closed,
);
/** `void`: the flow no longer waits; the work was for nothing. */
export const JobOutcomeSchema = Type.Object({ outcome: Type.Enum(['done', 'again', 'failed', 'void']) });

/** GET /api/v1/jobs/queues */
export const JobQueueSchema = Type.Object({
  queue: Type.String(),
  waiting: Type.Integer(),
  leased: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
  /** Since when the oldest waiting job waits. */
  waitingSince: Type.Union([Type.String(), Type.Null()]),
  lastError: Type.String(),
});
export const JobQueuesSchema = Type.Object({ queues: Type.Array(JobQueueSchema) });

export type ClaimedJob = Static<typeof ClaimedJobSchema>;
export type JobOutcome = Static<typeof JobOutcomeSchema>['outcome'];
export type JobQueueView = Static<typeof JobQueueSchema>;
