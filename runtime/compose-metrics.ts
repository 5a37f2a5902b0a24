// What waits in the database, as metrics.
import { gauge, type Metric } from './http/metrics.ts';
import type { Backlog } from './ports/statistics.ts';

/** Rows that wait, and how late they are. */
export function backlogMetrics(backlog: Backlog): readonly Metric[] {
  return [
    gauge('tandem_outbox_rows', 'Outgoing effects that wait.', backlog.outboxRows),
    gauge('tandem_outbox_age_seconds', 'Age of the oldest due outgoing effect.', backlog.outboxAgeMs / 1000),
    gauge('tandem_timers', 'Timers that wait.', backlog.timers),
    gauge('tandem_timer_lateness_seconds', 'How late the oldest due timer is.', backlog.timerLatenessMs / 1000),
    gauge('tandem_sessions_open', 'Conversations that have not ended.', backlog.openSessions),
  ];
}
