// Jobs on real sessions: queued with the turn, taken under a lease, finished once, given back, and given up.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlFlowJobStore } from '#runtime/adapters/store-sql/flow-job-store.ts';
import type { Opened } from '#runtime/sessions/sessions.ts';
import { createTimers } from '#runtime/sessions/timers.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode } from '#runtime/testkit/support-flow.ts';
import { createJobs, type Jobs } from './jobs.ts';

const W = 'w1';

function jobFlow(config: Record<string, unknown>): FlowDocument {
  const line = (from: string, port: string, to: string) => ({
    id: from + port,
    from: { node: from, port },
    to: { node: to },
  });
  return {
    ...createFlowDocument('任务'),
    nodes: [
      flowNode('start', 'start'),
      flowNode('ask', 'askText', { prompt: '?', variable: 'thing' }),
      flowNode('job', 'job', { queue: 'quote', payload: '{"thing": "{{ thing }}"}', tries: 2, ...config }),
      flowNode('good', 'message', { text: '结果 {{ job.price ?? "" }}' }),
      flowNode('bad', 'message', { text: '没办成' }),
    ],
    edges: [
      line('start', 'next', 'ask'),
      line('ask', 'answered', 'job'),
      line('job', config['wait'] === true ? 'done' : 'queued', 'good'),
      line('job', 'error', 'bad'),
      line('good', 'next', 'ask'),
      line('bad', 'next', 'ask'),
    ],
  };
}

describe('jobs', () => {
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  let jobs: Jobs;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    clock = createFakeClock();
    people = await createPeople({ database, clock, bus: createLocalBus() });
    jobs = createJobs({ store: createSqlFlowJobStore(database.kysely), receive: people.sessions.receive, clock });
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  async function queued(config: Record<string, unknown>): Promise<Opened> {
    await people.publish(W, 'jobs', jobFlow(config));
    const opened = await people.open('jobs');
    await people.says(opened, 'm1', '苹果');
    return opened;
  }
  const said = async ({ session }: Opened) =>
    (await people.store.messages(W, session.id, 0, 100)).map(({ text }) => text);
  async function take(leaseMs = 60_000) {
    const [job] = await jobs.claim(W, { queue: 'quote', leaseMs });
    return job;
  }
  async function passes(ms: number): Promise<void> {
    await clock.advance(ms);
    await createTimers({
      work: people.store,
      sessions: people.sessions,
      clock,
      wake: () => undefined,
      onProblem: (_timer, error) => {
        throw error;
      },
    })();
  }

  it('queues one job with the turn, also when the turn is sent twice', async () => {
    const opened = await queued({});
    await people.says(opened, 'm1', '苹果');
    expect(await said(opened)).toContain('结果 ');
    expect(await jobs.claim(W, { queue: 'quote', limit: 5 })).toMatchObject([
      { queue: 'quote', payload: { thing: '苹果' }, sessionId: opened.session.id, attempt: 1 },
    ]);
    expect(await jobs.claim(W, { queue: 'quote' })).toEqual([]);
  });

  it('gives the result to the flow that waits, once', async () => {
    const opened = await queued({ wait: true });
    const job = (await take())!;
    expect(await jobs.complete(W, job.id, job.lease, { price: 5 })).toBe('done');
    expect(await jobs.complete(W, job.id, job.lease, { price: 6 })).toBe('done');
    expect((await said(opened)).filter((text) => text?.startsWith('结果'))).toEqual(['结果 5']);
    expect(await jobs.queues(W)).toMatchObject([{ queue: 'quote', waiting: 0, leased: 0, done: 1, failed: 0 }]);
  });

  it('hands a job out again when its lease runs out, and then only the newest lease can finish it', async () => {
    const opened = await queued({ wait: true });
    const first = (await take(5_000))!;
    expect(await take()).toBeUndefined();
    await clock.advance(5_000);
    const second = (await take())!;
    expect(second).toMatchObject({ id: first.id, attempt: 2 });
    await expect(jobs.complete(W, first.id, first.lease, { price: 1 })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await expect(jobs.fail(W, first.id, first.lease, { message: 'x' })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    expect(await jobs.complete(W, second.id, second.lease, { price: 2 })).toBe('done');
    expect(await said(opened)).toContain('结果 2');
  });

  it('waits before another try, and gives up after the last one', async () => {
    const opened = await queued({ wait: true });
    const first = (await take())!;
    expect(await jobs.fail(W, first.id, first.lease, { message: 'no paper', retryMs: 10_000 })).toBe('again');
    expect(await take()).toBeUndefined();
    await clock.advance(10_000);
    const second = (await take())!;
    expect(await jobs.fail(W, second.id, second.lease, { message: 'still none' })).toBe('failed');
    expect(await said(opened)).toContain('没办成');
    expect(await take()).toBeUndefined();
    expect(await jobs.queues(W)).toMatchObject([{ failed: 1, lastError: 'still none' }]);
  });

  it('gives up a job whose last lease ran out when somebody asks again', async () => {
    const opened = await queued({ wait: true, tries: 1 });
    await take(5_000);
    await clock.advance(5_000);
    expect(await take()).toBeUndefined();
    expect(await said(opened)).toContain('没办成');
  });

  it('is void once the flow has waited long enough', async () => {
    const opened = await queued({ wait: true, deadlineMs: 30_000 });
    const job = (await take())!;
    await passes(30_000);
    expect(await said(opened)).toContain('没办成');
    expect(await jobs.complete(W, job.id, job.lease, { price: 5 })).toBe('void');
    expect(await said(opened)).not.toContain('结果 5');
    expect(await take()).toBeUndefined();
  });

  it('shows another workspace nothing', async () => {
    await queued({});
    expect(await jobs.claim('w2', { queue: 'quote' })).toEqual([]);
    const job = (await take())!;
    await expect(jobs.complete('w2', job.id, job.lease, null)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(jobs.fail('w2', job.id, job.lease, { message: '' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect(await jobs.queues('w2')).toEqual([]);
  });
});
