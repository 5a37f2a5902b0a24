// The room's one door: schedules of live versions fire once for each time and reach everybody they are for, gently.
import { createHash } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import { nextTime, quietUntil } from '#nodes/flow/schedule-times.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { PublishedFlows, PublishedRef } from '#runtime/ports/published-flows.ts';
import type { ScheduleRow, ScheduleSend, ScheduleStore } from '#runtime/ports/schedule-store.ts';
import type { SessionStore } from '#runtime/ports/session-store.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import { schedulesIn, type Schedule } from './schedules-in.ts';

const EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
/** A customer who does not come back for so long is given up. */
const KEPT_MS = 30 * 86_400_000;
/** A conversation that is busy is tried again after so long, so often. */
const BUSY_MS = 10 * MINUTE_MS;
const MOST_TRIES = 6;

/** The schedules room. */
export interface Schedules {
  /** Does what is due now. */
  tick(): Promise<void>;
  /** Ticks every few seconds; returns the way to stop, which waits for a tick under way. */
  start(): () => Promise<void>;
}

/** What the room stands on. */
export interface SchedulesDeps {
  readonly store: ScheduleStore;
  readonly published: Pick<PublishedFlows, 'load'>;
  readonly sessions: Pick<Sessions, 'open' | 'receive'>;
  readonly journal: Pick<SessionStore, 'recorded'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly onProblem: (error: unknown) => void;
}

/** A schedule with the flow it belongs to. */
interface Live {
  readonly ref: PublishedRef;
  readonly schedule: Schedule;
}

/** Opens the room. */
export function createSchedules(deps: SchedulesDeps): Schedules {
  const { store, sessions, clock } = deps;
  const known = new Map<string, { readonly version: number; readonly schedules: readonly Schedule[] }>();
  /** How many each schedule may reach now, and since when that was counted. */
  const rates = new Map<string, { readonly left: number; readonly at: number }>();

  async function schedulesOf(ref: PublishedRef): Promise<readonly Schedule[]> {
    const cached = known.get(ref.flowId);
    if (cached?.version === ref.version) return cached.schedules;
    const flow = await deps.published.load(ref.workspaceId, ref.flowId, ref.version);
    const schedules = flow === undefined ? [] : schedulesIn(flow.document);
    known.set(ref.flowId, { version: ref.version, schedules });
    return schedules;
  }

  /** Rows follow what is live: a schedule of another version begins anew, one that is gone goes. */
  async function follow(): Promise<readonly { readonly row: ScheduleRow; readonly live: Live }[]> {
    const rows = new Map((await store.rows()).map((row) => [keyOf(row), row]));
    const followed: { row: ScheduleRow; live: Live }[] = [];
    for (const ref of await store.live()) {
      for (const schedule of await schedulesOf(ref)) {
        const fresh = { workspaceId: ref.workspaceId, flowId: ref.flowId, node: schedule.node, version: ref.version };
        const standing = rows.get(keyOf(fresh));
        rows.delete(keyOf(fresh));
        const row =
          standing?.version === ref.version ? standing : { ...fresh, nextAt: nextTime(schedule.times, clock.now()) };
        if (row !== standing) await store.put(row);
        followed.push({ row, live: { ref, schedule } });
      }
    }
    for (const gone of rows.values()) await store.drop(gone);
    return followed;
  }

  async function fire(row: ScheduleRow, { schedule }: Live): Promise<void> {
    if (row.nextAt === undefined || row.nextAt > clock.now()) return;
    // Times that were missed while the server was down count once.
    await store.fire(row, nextTime(schedule.times, clock.now()), schedule.audience);
  }

  async function reach(row: ScheduleRow, live: Live): Promise<void> {
    const { schedule } = live;
    const now = clock.now();
    if (quietUntil(schedule.quiet, schedule.times.timeZone, now) !== undefined) return;
    const rate = rates.get(keyOf(row)) ?? { left: 1, at: now };
    const left = Math.min(schedule.perMinute, rate.left + ((now - rate.at) / MINUTE_MS) * schedule.perMinute);
    const sends = left < 1 ? [] : await store.due(row, now, now - KEPT_MS, Math.floor(left));
    rates.set(keyOf(row), { left: left - sends.length, at: now });
    for (const send of sends) await deliver(row, live, send).catch(deps.onProblem);
  }

  async function deliver(row: ScheduleRow, { ref, schedule }: Live, send: ScheduleSend): Promise<void> {
    const name = `schedule:${schedule.key}`;
    const data = { at: new Date(send.occurrence).toISOString(), item: send.item ?? null };
    if (send.sessionId === undefined) {
      const sessionId = sessionIdOf([ref.flowId, send.occurrence, row.node, send.target]);
      await sessions.open({
        slug: ref.slug,
        channel: 'schedule',
        source: { schedule: schedule.key },
        customer: {},
        sessionId,
        entry: { name, data },
      });
      await store.settle(row, send);
      return;
    }
    const eventId = `${name}:${String(send.occurrence)}:${String(send.attempts)}`;
    const heard = await isHeard(row, send.sessionId, eventId, { type: 'signal.raised', name, data });
    if (heard || send.attempts + 1 >= MOST_TRIES) await store.settle(row, send);
    else await store.later(row, send, clock.now() + BUSY_MS, send.attempts + 1);
  }

  async function isHeard(
    { workspaceId, node }: ScheduleRow,
    sessionId: string,
    eventId: string,
    act: Parameters<Sessions['receive']>[3],
  ): Promise<boolean> {
    try {
      await sessions.receive(workspaceId, sessionId, eventId, act);
    } catch (error) {
      if (error instanceof FlowError && error.code === 'SESSION_CLOSED') return false;
      throw error;
    }
    const entry = await deps.journal.recorded(workspaceId, sessionId, eventId);
    return entry?.trace.some((step) => step.node === node) === true;
  }

  async function tick(): Promise<void> {
    for (const { row, live } of await follow()) {
      await fire(row, live);
      await reach(row, live);
    }
  }

  return {
    tick,
    start() {
      let stopped = false;
      let cancel = (): void => undefined;
      let running = Promise.resolve();
      const again = (): void => {
        running = tick()
          .catch(deps.onProblem)
          .then(() => {
            if (!stopped) cancel = clock.after(EVERY_MS, again);
          });
      };
      again();
      return async () => {
        stopped = true;
        cancel();
        await running;
      };
    },
  };
}

function keyOf({ workspaceId, flowId, node }: Pick<ScheduleRow, 'workspaceId' | 'flowId' | 'node'>): string {
  return JSON.stringify([workspaceId, flowId, node]);
}

/** The same occurrence opens the same conversation for an item. */
function sessionIdOf(parts: readonly Json[]): string {
  return `sched_${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)}`;
}
