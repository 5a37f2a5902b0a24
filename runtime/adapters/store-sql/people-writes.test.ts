// What turns write for desk, leads and contacts: in their own transaction, once, and only for their own workspace and session.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '#nodes/kit/effects.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { SessionStatus } from '#nodes/wire/customer.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';
import { newSession, nextTurn, type TurnParts } from '#runtime/testkit/turns.ts';
import { createSqlContactStore } from './contact-store.ts';
import { openDatabase, type OpenDatabase } from './database.ts';
import { createSqlDeskStore } from './desk-store.ts';
import { createSqlLeadStore } from './lead-store.ts';
import { createSqlSessionStore, type SqlSessionStore } from './session-store.ts';

const W = 'w1';
const agent = { id: 'a1', name: 'Li' };

/** An effect as a step gives it. */
function effect<K extends Effect['kind']>(kind: K, request: Extract<Effect, { kind: K }>['request'], visit = 1) {
  const made = { id: `n:${visit}:${kind}`, kind, node: 'n', visit, index: 0, request };
  return { kind, effect: made as unknown as Effect };
}
const enqueue = (visit = 1) =>
  effect(
    'handoff.enqueue',
    { department: '', reason: 'r', priority: 1, summary: { 订单: 'A1' }, waitLimitMs: 1000 },
    visit,
  );
const lead = (values: Record<string, string>, over: { partial?: boolean; visit?: number; given?: boolean } = {}) =>
  effect(
    'lead.save',
    {
      values,
      consent: { given: over.given ?? true, text: 'c', version: '1' },
      partial: over.partial ?? false,
      node: 'n',
    },
    over.visit,
  );

describe('what a turn writes for people', () => {
  let database: OpenDatabase;
  let store: SqlSessionStore;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    store = createSqlSessionStore({ database });
  });
  afterEach(async () => {
    await store.close();
    await database.close();
  });

  async function play(session: StoredSession, parts: TurnParts & { status?: SessionStatus } = {}) {
    const turn = nextTurn(session, {
      ...parts,
      ...(parts.status === undefined ? {} : { session: { status: parts.status } }),
    });
    expect(await store.advance(turn)).toEqual({ outcome: 'stored' });
    return turn.session;
  }
  const desk = () => createSqlDeskStore(database.kysely);
  const leads = () => createSqlLeadStore(database.kysely);
  const state = async () => (await desk().ofSession(W, 's1'))?.state;
  const at = 1;
  const accepted: FlowEvent = { type: 'agent.accepted', at, agent };

  it('opens a handoff, gives it to the person whom the flow accepted, and ends it when the flow goes on', async () => {
    const queued = await play(newSession(), { domain: [enqueue()], status: 'queue' });
    expect(await desk().ofSession(W, 's1')).toMatchObject({
      state: 'waiting',
      summary: { 订单: 'A1' },
      locale: 'zh-CN',
    });
    const talking = await play(queued, { event: accepted, status: 'person' });
    expect(await desk().ofSession(W, 's1')).toMatchObject({ state: 'active', agent });
    const other = await play(talking, { event: { ...accepted, agent: { id: 'a2', name: 'Wang' } }, status: 'person' });
    expect(await desk().ofSession(W, 's1')).toMatchObject({ agent });
    await play(other, { event: { type: 'handoff.resolved', at, agent }, status: 'bot' });
    expect(await state()).toBe('resolved');
  });

  it('does not end a handoff that the flow kept, nor claim one that the flow did not give', async () => {
    const queued = await play(newSession(), { domain: [enqueue()], status: 'queue' });
    const still = await play(queued, { event: accepted, status: 'queue' });
    expect(await state()).toBe('waiting');
    const talking = await play(still, { event: accepted, status: 'person' });
    await play(talking, { event: { type: 'handoff.resolved', at, agent }, status: 'person' });
    expect(await state()).toBe('active');
  });

  it('ends a handoff by time limit, by a customer who left, by the end of the conversation and by a fault', async () => {
    const timer: FlowEvent = { type: 'timer.elapsed', at, timerId: 't', event: 'x' };
    for (const [index, [parts, ended]] of (
      [
        [{ event: timer, domain: [effect('handoff.close', { outcome: 'timeout' })], status: 'bot' }, 'timeout'],
        [{ event: { type: 'handoff.abandoned', at }, status: 'bot' }, 'abandoned'],
        [{ event: { type: 'session.expired', at, reason: 'idle' }, status: 'closed' }, 'abandoned'],
      ] as const
    ).entries()) {
      const id = `s${index}`;
      const queued = await play(newSession({ id }), { domain: [enqueue()], status: 'queue' });
      await play(queued, parts);
      expect((await desk().ofSession(W, id))?.state).toBe(ended);
    }
    const queued = await play(newSession({ id: 'sx' }), { domain: [enqueue()], status: 'queue' });
    const turn = nextTurn(queued, { session: { status: 'bot' } });
    await store.advance({
      ...turn,
      journal: { ...turn.journal, fault: { code: 'INTERNAL', message: 'm', node: null } },
    });
    expect((await desk().ofSession(W, 'sx'))?.state).toBe('abandoned');
  });

  it('counts customer words that nobody has read, and none after an answer', async () => {
    let session = await play(newSession(), { domain: [enqueue()], status: 'queue' });
    const speaks = async (from: 'customer' | 'agent', text: string) => {
      const turn = nextTurn(session, { says: [text], session: { status: 'queue' } });
      const messages = turn.messages.map((message) => ({ ...message, from }));
      await store.advance({ ...turn, messages });
      session = turn.session;
    };
    await speaks('customer', '在吗');
    await speaks('customer', '😀'.repeat(400));
    expect(await desk().ofSession(W, 's1')).toMatchObject({ unread: 2, last: { from: 'customer' } });
    await speaks('agent', '在的');
    expect(await desk().ofSession(W, 's1')).toMatchObject({ unread: 0, last: { from: 'agent', text: '在的' } });
  });

  it('merges a lead by phone, e-mail or WeChat, fills gaps and never takes consent back', async () => {
    await play(newSession(), { domain: [lead({ name: '王', phone: '1', budget: '5万' })] });
    await play(newSession({ id: 's2' }), { domain: [lead({ phone: '1', email: 'A@X.test' }, { given: false })] });
    await play(newSession({ id: 's3' }), { domain: [lead({ email: 'a@x.test', wechat: 'w' })] });
    const all = await leads().list(W, { limit: 9 });
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      name: '王',
      phone: '1',
      email: 'a@x.test',
      wechat: 'w',
      values: { budget: '5万' },
      submissions: 3,
      consent: { given: true },
      sessionId: 's3',
    });
  });

  it('keeps a half-filled card, completes it in the same conversation, and counts it once', async () => {
    const half = await play(newSession(), { domain: [lead({ name: '王' }, { partial: true })] });
    expect(await leads().list(W, { limit: 9 })).toMatchObject([{ partial: true, submissions: 0, name: '王' }]);
    await play(half, { domain: [lead({ phone: '2' }, { visit: 2 })] });
    expect(await leads().list(W, { limit: 9 })).toMatchObject([
      { partial: false, submissions: 1, name: '王', phone: '2' },
    ]);
  });

  it('drops the half-filled card when the full one turns out to be a known lead', async () => {
    await play(newSession(), { domain: [lead({ name: '王', phone: '3' })] });
    const half = await play(newSession({ id: 's2' }), { domain: [lead({ name: '小王' }, { partial: true })] });
    await play(half, { domain: [lead({ phone: '3' }, { visit: 2 })] });
    expect(await leads().list(W, { limit: 9 })).toMatchObject([{ name: '王', phone: '3', submissions: 2 }]);
  });

  it('keeps the same phone in two workspaces apart', async () => {
    await play(newSession(), { domain: [lead({ phone: '4' })] });
    await play(newSession({ id: 's2', workspaceId: 'w2' }), { domain: [lead({ phone: '4' })] });
    expect(await leads().list(W, { limit: 9 })).toMatchObject([{ submissions: 1, sessionId: 's1' }]);
    expect(await leads().list('w2', { limit: 9 })).toMatchObject([{ submissions: 1, sessionId: 's2' }]);
  });

  it('writes facts, tags, ratings and endings of the customer', async () => {
    const opening = { ...nextTurn(newSession()), visitorId: 'v1' };
    expect(await store.advance(opening)).toEqual({ outcome: 'stored' });
    const first = await play(opening.session, {
      domain: [
        effect('contact.update', { values: { name: '李', city: '上海', old: null } }),
        effect('contact.tag', { add: ['VIP', '投诉'], remove: [] }),
      ],
    });
    await play(first, {
      domain: [
        effect('contact.tag', { add: ['VIP'], remove: ['投诉'] }, 2),
        effect('rating.record', { target: 'bot', score: 4, max: 5 }),
        effect('consent.record', { purpose: 'contact', text: '同意吗？', version: '2', given: true, keepDays: 1 }),
        effect('session.close', { reason: 'done', resolved: true }),
      ],
      status: 'closed',
    });
    const contact = await createSqlContactStore(database.kysely).get(W, 'c1');
    expect(contact).toMatchObject({ name: '李', facts: { city: '上海' }, tags: ['VIP'] });
    const { kysely } = database;
    expect(await kysely.selectFrom('ratings').selectAll().execute()).toMatchObject([{ score: 4, agent_id: null }]);
    const [receipt] = await kysely.selectFrom('consents').selectAll().execute();
    expect(receipt).toMatchObject({ contact_id: 'c1', purpose: 'contact', text: '同意吗？', version: '2', given: 1 });
    expect((receipt?.until ?? 0) - (receipt?.at ?? 0)).toBe(86_400_000);
    expect(await kysely.selectFrom('session_endings').selectAll().execute()).toMatchObject([{ resolved: 1 }]);
  });

  it('writes nothing of a turn that lost its race', async () => {
    const session = newSession();
    await play(session);
    const late = nextTurn(session, {
      eventId: 'late',
      domain: [lead({ phone: '5' }), enqueue()],
      session: { status: 'queue' },
    });
    expect(await store.advance(late)).toEqual({ outcome: 'conflict' });
    expect(await leads().list(W, { limit: 9 })).toEqual([]);
    expect(await state()).toBeUndefined();
  });
});
