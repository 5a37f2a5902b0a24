// Puts the rooms together through which time and other systems reach conversations (webhooks, events, jobs, schedules), and the one that clears up.
import type { Kysely } from 'kysely';
import type { Database } from './adapters/store-sql/database.ts';
import { createSqlEventStore } from './adapters/store-sql/event-store.ts';
import { createSqlFlowJobStore } from './adapters/store-sql/flow-job-store.ts';
import { createSqlRetentionStore } from './adapters/store-sql/retention-store.ts';
import { createSqlScheduleStore } from './adapters/store-sql/schedule-store.ts';
import { createEvents, type Events, type EventsDeps } from './events/events.ts';
import { createHooks, type Hooks, type HooksDeps } from './hooks/hooks.ts';
import { createHousekeeping, type Housekeeping, type KeptDays } from './housekeeping/housekeeping.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import type { Clock } from './ports/clock.ts';
import type { PublishedFlows } from './ports/published-flows.ts';
import type { SessionStore } from './ports/session-store.ts';
import { createSchedules, type Schedules } from './schedules/schedules.ts';
import type { Sessions } from './sessions/sessions.ts';

/** What these rooms lean on besides their stores. */
export interface OutsideDeps extends Pick<HooksDeps, 'published' | 'flows' | 'secretOf'> {
  readonly kysely: Kysely<Database>;
  readonly sessions: Sessions;
  readonly journal: SessionStore;
  readonly versions: Pick<PublishedFlows, 'load'>;
  readonly callbacks: EventsDeps['callbacks'];
  readonly clock: Clock;
  readonly keptDays: KeptDays;
  readonly onProblem: (error: unknown) => void;
}

/** Opens the rooms. */
export function composeOutside(deps: OutsideDeps): {
  readonly hooks: Hooks;
  readonly events: Events;
  readonly jobs: Jobs;
  readonly schedules: Schedules;
  readonly housekeeping: Housekeeping;
} {
  const { kysely, sessions, journal, callbacks, clock } = deps;
  return {
    hooks: createHooks({
      ...deps,
      belongs: async (workspaceId, id, flowId) => (await journal.load(workspaceId, id))?.flowId === flowId,
    }),
    events: createEvents({ store: createSqlEventStore(kysely), sessions, journal, callbacks, clock }),
    jobs: createJobs({ store: createSqlFlowJobStore(kysely), receive: sessions.receive, clock }),
    schedules: createSchedules({ ...deps, store: createSqlScheduleStore(kysely), published: deps.versions }),
    housekeeping: createHousekeeping({ ...deps, store: createSqlRetentionStore(kysely) }),
  };
}
