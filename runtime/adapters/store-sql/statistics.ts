// Counts over the SQL store, for the health page and for metrics.
import { sql, type Kysely } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Statistics } from '#runtime/ports/statistics.ts';
import type { Database } from './database.ts';

const COUNTED = ['flows', 'sessions', 'leads', 'contacts', 'staff_accounts'] as const;

/** The statistics of one database. */
export function createSqlStatistics(db: Kysely<Database>): Statistics {
  return {
    async counts(workspaceId) {
      const counts: Record<string, number> = {};
      for (const table of COUNTED) {
        const row = await db
          .selectFrom(table)
          .select((of) => of.fn.countAll<number>().as('rows'))
          .where('workspace_id', '=', workspaceId)
          .executeTakeFirst();
        counts[table === 'staff_accounts' ? 'users' : table] = row?.rows ?? 0;
      }
      return counts;
    },

    async backlog(now) {
      const outbox = await db
        .selectFrom('outbox')
        .select((of) => [of.fn.countAll<number>().as('rows'), of.fn.min<number | null>('due_at').as('oldest')])
        .executeTakeFirst();
      const timers = await db
        .selectFrom('timers')
        .select((of) => [of.fn.countAll<number>().as('rows'), of.fn.min<number | null>('due_at').as('oldest')])
        .executeTakeFirst();
      const open = await db
        .selectFrom('sessions')
        .select((of) => of.fn.countAll<number>().as('rows'))
        .where('status', '!=', 'closed')
        .executeTakeFirst();
      return {
        outboxRows: outbox?.rows ?? 0,
        outboxAgeMs: Math.max(0, now - (outbox?.oldest ?? now)),
        timers: timers?.rows ?? 0,
        timerLatenessMs: Math.max(0, now - (timers?.oldest ?? now)),
        openSessions: open?.rows ?? 0,
      };
    },

    async probe() {
      try {
        // Takes and gives back the write lock: a full disk or a read-only folder shows here, not at the next customer.
        await db.transaction().execute((trx) => sql`select 1`.execute(trx));
      } catch (cause) {
        throw new FlowError('STORE_FAILED', 'The database does not answer.', {}, { cause });
      }
    },
  };
}
