// What moves conversations besides their customers: events of other systems, and schedules.
import type { Kysely } from 'kysely';
import type { Database } from './adapters/store-sql/database.ts';
import { createSqlEventStore } from './adapters/store-sql/event-store.ts';
import { createSqlScheduleStore } from './adapters/store-sql/schedule-store.ts';
import { createEvents, type Events } from './events/events.ts';
import { createSchedules, type SchedulesDeps } from './schedules/schedules.ts';

/** Opens both rooms. `start` begins with the schedules; `stop` waits for what is under way. */
export function composeEvents(
  kysely: Kysely<Database>,
  deps: Omit<SchedulesDeps, 'store' | 'onProblem'> & { readonly onProblem: (what: string, error: unknown) => void },
): { readonly events: Events; start(): void; stop(): Promise<void> } {
  const schedules = createSchedules({
    ...deps,
    store: createSqlScheduleStore(kysely),
    onProblem: (error) => deps.onProblem('schedules', error),
  });
  let stop = (): Promise<void> => Promise.resolve();
  return {
    events: createEvents({ ...deps, store: createSqlEventStore(kysely) }),
    start() {
      stop = schedules.start();
    },
    stop: () => stop(),
  };
}
