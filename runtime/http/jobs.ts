// Jobs that flows queue, over HTTP: taken and finished by programs with an API token; and how the queues stand.
import type { FastifyInstance } from 'fastify';
import type { Json } from '#nodes/kit/json.ts';
import {
  ClaimedJobsSchema,
  ClaimJobsSchema,
  CompleteJobSchema,
  FailJobSchema,
  JobOutcomeSchema,
  JobQueuesSchema,
} from '#nodes/wire/jobs.ts';
import type { Jobs } from '#runtime/jobs/jobs.ts';
import { defineRoute, IdParams } from './route.ts';

const WORKERS = ['designer'] as const;
const tags = ['jobs'];

/** Registers /api/v1/jobs. */
export function addJobRoutes(app: FastifyInstance, jobs: Jobs): void {
  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/jobs/queues',
    summary: 'How each queue stands',
    tags,
    access: WORKERS,
    rate: 'read',
    response: { 200: JobQueuesSchema },
    handler: async ({ workspaceId }) => ({ queues: await jobs.queues(workspaceId) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/jobs/claim',
    summary: 'Take jobs of a queue, each under a lease; an empty list when there is nothing to do',
    tags,
    access: WORKERS,
    // Programs ask every few seconds.
    rate: 'read',
    body: ClaimJobsSchema,
    response: { 200: ClaimedJobsSchema },
    action: false,
    handler: async ({ workspaceId, body }) => ({ jobs: await jobs.claim(workspaceId, body) }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/jobs/:id/complete',
    summary: 'Finish a job; the flow that waits gets the result',
    tags,
    access: WORKERS,
    rate: 'write',
    params: IdParams,
    body: CompleteJobSchema,
    response: { 200: JobOutcomeSchema },
    action: 'job.complete',
    handler: async ({ workspaceId, params, body }) => ({
      outcome: await jobs.complete(workspaceId, params.id, body.lease, parseResult(body.result)),
    }),
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/jobs/:id/fail',
    summary: 'Give a job back; it is handed out again while tries are left',
    tags,
    access: WORKERS,
    rate: 'write',
    params: IdParams,
    body: FailJobSchema,
    response: { 200: JobOutcomeSchema },
    action: 'job.fail',
    async handler({ workspaceId, params, body: { lease, ...failure }, audit }) {
      const outcome = await jobs.fail(workspaceId, params.id, lease, failure);
      audit(params.id, { outcome });
      return { outcome };
    },
  });
}

/** The body of a request is JSON. */
function parseResult(result: unknown): Json {
  return (result ?? null) as Json;
}
