// Jobs that flows queue, in SQL.
import { sql, type Kysely, type Selectable } from 'kysely';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowJobStore, StoredJob } from '#runtime/ports/flow-job-store.ts';
import type { Database } from './database.ts';
import type { JobTables } from './tables-jobs.ts';

const STATES: readonly StoredJob['state'][] = ['waiting', 'leased', 'done', 'failed', 'void'];

/** The job store over one database. */
export function createSqlFlowJobStore(db: Kysely<Database>): FlowJobStore {
  return {
    async get(workspaceId, jobId) {
      const row = await db
        .selectFrom('flow_jobs')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', jobId)
        .executeTakeFirst();
      return row === undefined ? undefined : jobFromRow(row);
    },

    claim: (workspaceId, queue, now, leaseMs, leases) =>
      db.transaction().execute(async (trx) => {
        const ready = await trx
          .selectFrom('flow_jobs')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where('queue', '=', queue)
          .where('state', 'in', ['waiting', 'leased'])
          .where('ready_at', '<=', now)
          .whereRef('tries', '<', 'most_tries')
          .where((is) => is.or([is('void_at', 'is', null), is('void_at', '>', now)]))
          .orderBy('ready_at')
          .orderBy('id')
          .limit(leases.length)
          .execute();
        const claimed: StoredJob[] = [];
        for (const [index, { id }] of ready.entries()) {
          const row = await trx
            .updateTable('flow_jobs')
            .set({
              state: 'leased',
              tries: sql<number>`tries + 1`,
              ready_at: now + leaseMs,
              lease: leases[index] ?? '',
            })
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id)
            .returningAll()
            .executeTakeFirstOrThrow();
          claimed.push(jobFromRow(row));
        }
        return claimed;
      }),

    async spent(workspaceId, queue, now, limit) {
      const rows = await db
        .selectFrom('flow_jobs')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('queue', '=', queue)
        .where('state', '=', 'leased')
        .where('ready_at', '<=', now)
        .whereRef('tries', '>=', 'most_tries')
        .limit(limit)
        .execute();
      return rows.map(jobFromRow);
    },

    async settle(workspaceId, jobId, lease, { state, readyAt, error, endedAt }) {
      const settled = await db
        .updateTable('flow_jobs')
        .set({ state, ready_at: readyAt, last_error: error, lease: '', ended_at: endedAt })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', jobId)
        .where('state', '=', 'leased')
        .where('lease', '=', lease)
        .executeTakeFirst();
      return settled.numUpdatedRows === 1n;
    },

    async queues(workspaceId) {
      const rows = await db
        .selectFrom('flow_jobs')
        .select((is) => [
          'queue',
          'state',
          is.fn.countAll<number>().as('count'),
          is.fn.min('created_at').as('oldest'),
          is.fn.max('last_error').as('error'),
        ])
        .where('workspace_id', '=', workspaceId)
        .groupBy(['queue', 'state'])
        .orderBy('queue')
        .execute();
      return [...new Set(rows.map(({ queue }) => queue))].map((queue) => {
        const of = (state: string) => rows.find((row) => row.queue === queue && row.state === state);
        return {
          queue,
          waiting: of('waiting')?.count ?? 0,
          leased: of('leased')?.count ?? 0,
          done: of('done')?.count ?? 0,
          failed: of('failed')?.count ?? 0,
          waitingSince: of('waiting')?.oldest ?? null,
          lastError: of('failed')?.error ?? '',
        };
      });
    },
  };
}

function jobFromRow(row: Selectable<JobTables['flow_jobs']>): StoredJob {
  return {
    id: row.id,
    queue: row.queue,
    payload: JSON.parse(row.payload) as Json,
    sessionId: row.session_id,
    node: row.node,
    visit: row.visit,
    waits: row.waits === 1,
    state: STATES.find((state) => state === row.state) ?? 'void',
    tries: row.tries,
    mostTries: row.most_tries,
    readyAt: row.ready_at,
    lease: row.lease,
  };
}
