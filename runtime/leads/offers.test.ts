// Leads offered to sales on real sessions: whose turn it is, taken in time or not, across a restart, and never twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createDispatch, type Dispatch } from '#runtime/sessions/dispatch.ts';
import { createTimers } from '#runtime/sessions/timers.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { agent, createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode } from '#runtime/testkit/support-flow.ts';
import type { Opened } from '#runtime/sessions/sessions.ts';

const W = 'w1';
const ann = agent('Ann', 'sales');
const bo = agent('Bo', 'sales');
const boss = agent('Boss', 'supervisor');

function pushFlow(config: Record<string, unknown>, withCard = true): FlowDocument {
  const line = (from: string, port: string, to: string) => ({
    id: from + port,
    from: { node: from, port },
    to: { node: to },
  });
  const says = (id: string, text: string) => flowNode(id, 'message', { text });
  const waits = config['wait'] === true;
  return {
    ...createFlowDocument('留资'),
    nodes: [
      flowNode('start', 'start'),
      ...(withCard
        ? [flowNode('card', 'leadCard', { consent: { text: '同意联系我', required: false, version: '1' } })]
        : []),
      flowNode('give', 'leadPush', { variable: 'push', ...config }),
      says('good', '{{ push.owner.name }} 会联系您'),
      says('late', '稍后联系您'),
      says('bad', '出错了'),
      flowNode('end', 'end', {}),
    ],
    edges: [
      line('start', 'next', withCard ? 'card' : 'give'),
      ...(withCard ? [line('card', 'submitted', 'give'), line('card', 'declined', 'end')] : []),
      ...(waits
        ? [line('give', 'accepted', 'good'), line('give', 'timeout', 'late')]
        : [line('give', 'delivered', 'good')]),
      line('give', 'error', 'bad'),
      line('good', 'next', 'end'),
      line('late', 'next', 'end'),
      line('bad', 'next', 'end'),
    ],
  };
}

describe('leads offered to sales', () => {
  let folder: string;
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  let dispatch: Dispatch;
  let staff = [ann, bo, boss];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-offers-'));
    clock = createFakeClock();
    staff = [ann, bo, boss];
    await start();
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    database = await openDatabase({ file: join(folder, 'a.db') });
    people = await createPeople(
      { database, clock, bus: createLocalBus() },
      { colleagues: () => Promise.resolve(staff) },
    );
    dispatch = createDispatch({
      work: people.store,
      sessions: people.sessions,
      remote: async (row) => {
        if (row.effect.kind !== 'lead.offer') throw new Error(row.effect.kind);
        return { ...(await people.leads.offer(row.effect, row)) };
      },
      clock,
      wake: () => undefined,
      onProblem: () => undefined,
    });
  }
  async function stop(): Promise<void> {
    await people.close();
    await database.close();
  }
  /** What waits and is due is done. */
  async function work(): Promise<void> {
    const fire = createTimers({
      work: people.store,
      sessions: people.sessions,
      clock,
      wake: () => undefined,
      onProblem: (_timer, error) => {
        throw error;
      },
    });
    for (let round = 0; round < 4; round += 1) {
      await fire();
      await dispatch.start();
      await dispatch.idle();
    }
  }
  async function leaves(config: Record<string, unknown>, phone = '13800138000'): Promise<Opened> {
    const slug = `give-${phone}`;
    await people.publish(W, slug, pushFlow(config));
    const opened = await people.open(slug, phone);
    await people.sends(opened, 'm1', { name: '王小明', phone, consent: true });
    await work();
    return opened;
  }
  const said = async ({ session }: Opened) =>
    (await people.store.messages(W, session.id, 0, 100)).flatMap(({ text }) => text ?? []);
  const leadsNow = async () => (await people.leads.list(W, { limit: 50 })).leads;
  const only = async () => (await leadsNow())[0]!;

  it('gives leads to sales in turn, tells them, and makes them the owner', async () => {
    const first = await leaves({});
    expect(await said(first)).toContain('Ann 会联系您');
    expect(await only()).toMatchObject({ owner: { id: ann.id }, offer: { to: { name: 'Ann' }, dueAt: null } });
    const notices = await people.notices.list(W, ann.id);
    expect(notices).toMatchObject({ unread: 1, notices: [{ leadId: (await only()).id, text: '新线索，请尽快联系' }] });
    await clock.advance(1000);
    await leaves({}, '13800138001');
    await clock.advance(1000);
    await leaves({}, '13800138002');
    expect((await leadsNow()).map(({ owner }) => owner?.name)).toEqual(['Ann', 'Bo', 'Ann']);
  });

  it('waits until the offered person takes it, on the same clock as the flow', async () => {
    const opened = await leaves({ wait: true, deadlineMs: 60_000 });
    expect(await said(opened)).not.toContain('Ann 会联系您');
    const lead = await only();
    expect(lead.offer?.dueAt).toBe(new Date(clock.now() + 60_000).toISOString());
    await expect(people.leads.accept(W, bo, lead.id)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await expect(people.leads.accept('w2', ann, lead.id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await people.leads.accept(W, ann, lead.id)).toMatchObject({ owner: { id: ann.id }, offer: null });
    expect(await said(opened)).toContain('Ann 会联系您');
    await clock.advance(120_000);
    await work();
    expect(await said(opened)).not.toContain('稍后联系您');
    await expect(people.leads.accept(W, ann, lead.id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('lets a supervisor take it for somebody, who owns it then', async () => {
    const opened = await leaves({ wait: true });
    expect(await people.leads.accept(W, boss, (await only()).id)).toMatchObject({ owner: { id: boss.id } });
    expect(await said(opened)).toContain('Boss 会联系您');
  });

  it('goes on without them when the time is up, and then it is too late', async () => {
    const opened = await leaves({ wait: true, deadlineMs: 60_000 });
    await clock.advance(60_000);
    await work();
    expect(await said(opened)).toContain('稍后联系您');
    expect((await only()).offer).toBeNull();
    await expect(people.leads.accept(W, ann, (await only()).id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('keeps the deadline over a restart of the server', async () => {
    const opened = await leaves({ wait: true, deadlineMs: 60_000 });
    await stop();
    await clock.advance(59_000);
    await start();
    await work();
    expect(await said(opened)).not.toContain('稍后联系您');
    await clock.advance(1000);
    await work();
    expect(await said(opened)).toContain('稍后联系您');
  });

  it('passes it on to somebody else when nobody takes it', async () => {
    const opened = await leaves({ wait: true, deadlineMs: 60_000, escalate: boss.id });
    await clock.advance(60_000);
    await work();
    expect(await said(opened)).toContain('稍后联系您');
    expect(await only()).toMatchObject({ owner: { name: 'Boss' }, offer: { to: { name: 'Boss' }, dueAt: null } });
    expect((await people.notices.list(W, boss.id)).unread).toBe(1);
    expect(await people.leads.accept(W, boss, (await only()).id)).toMatchObject({ offer: null });
  });

  it('keeps the owner of a known lead', async () => {
    await leaves({});
    await people.leads.update(W, (await only()).id, { ownerId: null });
    await clock.advance(1000);
    await leaves({ rule: 'owner' }, '13800138001');
    const [second] = await leadsNow();
    expect(second).toMatchObject({ owner: { name: 'Bo' } });
    await clock.advance(1000);
    const again = await people.open('give-13800138001', 'v9');
    await people.sends(again, 'm1', { name: '王', phone: '13800138001', consent: true });
    await work();
    expect((await leadsNow()).find(({ id }) => id === second!.id)).toMatchObject({ owner: { name: 'Bo' } });
  });

  it('makes one offer and one notice however often the row is played', async () => {
    const opened = await leaves({});
    const key = `${opened.session.id}:give:1:0`;
    const request = {
      rule: 'inTurn',
      person: '',
      channel: 'notice',
      text: 'x',
      waits: false,
      dueMs: 0,
    } as const;
    const effect = { id: 'give:1:0', kind: 'lead.offer', node: 'give', visit: 1, index: 0, request } as const;
    const row = { workspaceId: W, sessionId: opened.session.id, key };
    expect(await people.leads.offer(effect, row)).toMatchObject({ owner: { name: 'Ann' } });
    expect((await people.notices.list(W, ann.id)).notices).toHaveLength(1);
  });

  it.each([
    ['there is nobody in sales', {}, [boss]],
    ['the person is gone', { rule: 'person', person: 'gone' }, [ann]],
    ['the only way to tell is a webhook that is off', { channel: 'webhook' }, [ann]],
  ])('leaves by error when %s', async (_why, config, team) => {
    staff = team;
    const opened = await leaves(config);
    expect(await said(opened)).toContain('出错了');
    expect(await only()).toMatchObject({ owner: null, offer: null });
  });

  it('leaves by error when the conversation has no lead', async () => {
    await people.publish(W, 'bare', pushFlow({}, false));
    const opened = await people.open('bare');
    await work();
    expect(await said(opened)).toContain('出错了');
  });
});
