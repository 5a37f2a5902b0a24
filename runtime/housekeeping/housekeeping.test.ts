// The clean-up: what is over and old goes, what is open, new or still needed stays, however much there is.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlRetentionStore } from '#runtime/adapters/store-sql/retention-store.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createHousekeeping, KEPT_DAYS, type Housekeeping } from './housekeeping.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23);

let database: OpenDatabase;
let clock: FakeClock;
let housekeeping: Housekeeping;
beforeEach(async () => {
  database = await openDatabase({ file: ':memory:' });
  clock = createFakeClock(NOW);
  housekeeping = createHousekeeping({
    store: createSqlRetentionStore(database.kysely),
    keptDays: KEPT_DAYS,
    clock,
    onProblem: (error) => {
      throw error;
    },
  });
});
afterEach(() => database.close());

const daysAgo = (days: number): number => NOW - days * DAY;
const ids = (table: string): unknown[] =>
  database.raw
    .prepare(`select id from ${table} order by id`)
    .all()
    .map((row) => (row as { id: string }).id);

async function notice(id: string, days: number, readAt: number | null, workspace = 'w1'): Promise<void> {
  const at = daysAgo(days);
  await database.kysely
    .insertInto('notices')
    .values({
      workspace_id: workspace,
      id,
      session_id: 's1',
      flow_id: 'f1',
      contact_id: 'c1',
      locale: 'zh-CN',
      department: '',
      text: '请看一下',
      urgent: 0,
      linked: 1,
      lead_id: null,
      at,
    })
    .execute();
  for (const [person, read] of [
    ['ann', at],
    ['bob', readAt],
  ] as const)
    await database.kysely
      .insertInto('notice_readers')
      .values({ workspace_id: workspace, notice_id: id, person_id: person, at, read_at: read })
      .execute();
}

async function job(id: string, state: string, days: number, endedDays: number | null, voidDays?: number) {
  await database.kysely
    .insertInto('flow_jobs')
    .values({
      workspace_id: 'w1',
      id,
      queue: 'labels',
      payload: '{}',
      session_id: 's1',
      node: 'n',
      visit: 1,
      waits: 0,
      state,
      tries: 0,
      most_tries: 3,
      ready_at: 0,
      lease: '',
      void_at: voidDays === undefined ? null : daysAgo(voidDays),
      last_error: '',
      created_at: daysAgo(days),
      ended_at: endedDays === null ? null : daysAgo(endedDays),
    })
    .execute();
}

async function offer(id: string, person: string, state: string, days: number, session = 's1'): Promise<void> {
  await database.kysely
    .insertInto('lead_offers')
    .values({
      workspace_id: 'w1',
      id,
      lead_id: 'l1',
      session_id: session,
      node: 'n',
      visit: 1,
      person_id: person,
      person_name: person,
      state,
      waits: 0,
      due_at: null,
      at: daysAgo(days),
      settled_at: state === 'open' ? null : daysAgo(days),
    })
    .execute();
}

function session(id: string, status: string): void {
  database.raw
    .prepare(
      `insert into sessions (workspace_id, id, flow_id, version, contact_id, channel, locale, source, revision, status, token_hash,
        last_seq, created_at, updated_at) values ('w1', ?, 'f1', 1, 'c1', 'web', 'zh-CN', '{}', 1, ?, 'h', 0, 1, 1)`,
    )
    .run(id, status);
}

describe('the clean-up', () => {
  it('forgets notices that all have read, and those nobody read for much longer', async () => {
    await notice('new', 89, NOW);
    await notice('read', 91, daysAgo(90));
    await notice('unread', 91, null);
    await notice('long unread', 361, null);
    await notice('elsewhere', 91, daysAgo(90), 'w2');
    expect(await housekeeping.clear()).toEqual({ notices: 3, offers: 0, jobs: 0 });
    expect(ids('notices')).toEqual(['new', 'unread']);
    expect(database.raw.prepare('select distinct notice_id from notice_readers order by 1').pluck().all()).toEqual([
      'new',
      'unread',
    ]);
  });

  it('forgets jobs that ended long ago, counted from their end, and keeps what is still to be done', async () => {
    await job('done long ago', 'done', 40, 31);
    await job('failed long ago', 'failed', 40, 31);
    await job('just done', 'done', 40, 1);
    await job('of before ends were noted', 'void', 40, null);
    await job('still waiting', 'waiting', 400, null);
    await job('under way', 'leased', 400, null);
    await job('waited in vain', 'waiting', 400, null, 31);
    await job('may still be taken', 'waiting', 400, null, -1);
    expect(await housekeeping.clear()).toEqual({ notices: 0, offers: 0, jobs: 4 });
    expect(ids('flow_jobs')).toEqual(['just done', 'may still be taken', 'still waiting', 'under way']);
  });

  it('forgets old offers, but not whose turn it is, nor what somebody may still take', async () => {
    session('s1', 'bot');
    session('over', 'closed');
    await offer('a1', 'ann', 'accepted', 200);
    await offer('a2', 'ann', 'lapsed', 150);
    await offer('b1', 'bob', 'open', 200);
    await offer('b2', 'bob', 'open', 190, 'over');
    await offer('b3', 'bob', 'accepted', 10);
    expect(await housekeeping.clear()).toEqual({ notices: 0, offers: 2, jobs: 0 });
    expect(ids('lead_offers')).toEqual(['a2', 'b1', 'b3']);
  });

  it('goes on until nothing is left, each hour again, and stops when told', async () => {
    for (let count = 0; count < 450; count += 1) await job(`j${String(count)}`, 'done', 40, 31);
    await job('later', 'done', 29.99, 29.98);
    housekeeping.start();
    await expect.poll(() => ids('flow_jobs')).toEqual(['later']);
    await clock.advance(3_600_000);
    await expect.poll(() => ids('flow_jobs')).toEqual([]);
    await housekeeping.stop();
    await job('after the stop', 'done', 40, 31);
    await clock.advance(3_600_000);
    expect(ids('flow_jobs')).toEqual(['after the stop']);
  });
});
