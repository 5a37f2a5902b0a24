// Whatever is done to them in whatever order, the store on SQLite and the store in memory answer the same.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { newSession, nextTurn, outboxRow, timerRow, type TurnParts } from '#runtime/testkit/turns.ts';
import type { SessionStore, WorkStore } from '#runtime/ports/session-store.ts';
import { createMemorySessionStore } from '../store-memory/session-store.ts';
import { openDatabase } from './database.ts';
import { createSqlSessionStore } from './session-store.ts';

type Store = SessionStore & WorkStore;
type Act = (store: Store) => Promise<unknown>;

const workspace = fc.constantFrom('w1', 'w1', 'w1', 'w2');
const sessionId = fc.constantFrom('s1', 's2');
const eventId = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', '\ud800', '😀"\\');
const key = fc.constantFrom('k1', 'k2', 'k3');
const timerId = fc.constantFrom('t1', 't2');
const time = fc.integer({ min: 0, max: 20 });
const revision = fc.integer({ min: 0, max: 4 });

const consumes = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('outbox' as const), key }),
    fc.record({ kind: fc.constant('timer' as const), id: timerId, epoch: fc.integer({ min: 1, max: 4 }) }),
  ),
  { nil: undefined, freq: 2 },
);

const advance: fc.Arbitrary<Act> = fc
  .record({
    workspaceId: workspace,
    id: sessionId,
    revision,
    lastSeq: fc.integer({ min: 0, max: 6 }),
    eventId,
    says: fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 2 }),
    set: fc.array(fc.tuple(timerId, time), { maxLength: 2 }),
    cancel: fc.array(timerId, { maxLength: 1 }),
    outbox: fc.array(fc.tuple(key, time), { maxLength: 1 }),
    consumes,
  })
  .map((act) => (store) => {
    const session = newSession({
      workspaceId: act.workspaceId,
      id: act.id,
      revision: act.revision,
      lastSeq: act.lastSeq,
    });
    const parts: TurnParts = {
      eventId: act.eventId,
      says: act.says,
      timers: { set: act.set.map(([id, dueAt]) => timerRow(session, id, dueAt)), cancel: act.cancel },
      outbox: act.outbox.map(([name, dueAt]) => outboxRow(session, name, dueAt)),
      ...(act.consumes === undefined ? {} : { consumes: act.consumes }),
    };
    return store.advance(nextTurn(session, parts));
  });

const work: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(time, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 })).map(
    ([now, leaseMs, limit]): Act =>
      (store) =>
        store.claimOutbox(now, leaseMs, limit),
  ),
  fc.tuple(key, time).map(
    ([name, dueAt]): Act =>
      (store) =>
        store.retryOutbox(name, dueAt, 'later'),
  ),
);

/** Acts of one group arrive together and may share a commit. */
const history = fc.array(
  fc.array(fc.oneof({ weight: 5, arbitrary: advance }, { weight: 1, arbitrary: work }), { minLength: 1, maxLength: 6 }),
  { maxLength: 8 },
);

async function play(store: Store, groups: readonly (readonly Act[])[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const group of groups) {
    seen.push(await Promise.all(group.map((act) => act(store).catch(codeOf))));
    seen.push(await everything(store));
  }
  return seen;
}

function codeOf(error: unknown): string {
  if (error instanceof FlowError) return error.code;
  throw error;
}

async function everything(store: Store): Promise<unknown> {
  const sessions = ['s1', 's2'].flatMap((id) => ['w1', 'w2'].map((workspaceId) => ({ id, workspaceId })));
  return {
    due: await store.nextDue(),
    timers: await store.dueTimers(100, 100),
    sessions: await Promise.all(
      sessions.map(async ({ id, workspaceId }) => [
        await store.load(workspaceId, id),
        await store.messages(workspaceId, id, 1, 3),
        await store.journal(workspaceId, id),
        await store.recorded(workspaceId, id, '\ud800'),
      ]),
    ),
  };
}

it('answers like the store in memory', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (groups) => {
      const database = await openDatabase({ file: ':memory:' });
      const sql = createSqlSessionStore({ database });
      try {
        expect(await play(sql, groups)).toEqual(await play(createMemorySessionStore(), groups));
      } finally {
        await sql.close();
        await database.close();
      }
    }),
    { numRuns: 150 },
  );
});
