// Events over HTTP: who hears them, that an id counts once, and what flows noted.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#nodes/wire/access.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createSqlEventStore } from '#runtime/adapters/store-sql/event-store.ts';
import { createEvents } from '#runtime/events/events.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { addEventRoutes } from './events.ts';

const flow = drawFlow(
  {
    ask: ['askText', { prompt: '订单号？', variable: 'order' }],
    pay: ['waitEvent', { name: 'payment.done', key: 'order', variable: 'paid' }],
    note: [
      'event',
      { name: 'order.paid', properties: [{ label: 'order', expr: '{{ order }}' }], value: 'paid.amount' },
    ],
    thanks: ['message', { text: '收到 {{ paid.amount }} 元' }],
    late: ['message', { text: '没等到' }],
    again: ['askText', { prompt: '还有吗？' }],
    end: ['end', {}],
  },
  [
    'start -> ask',
    'ask.answered -> pay',
    'pay.received -> note',
    'note -> thanks',
    'thanks -> again',
    'pay.timeout -> late',
    'late -> end',
    'again.answered -> end',
  ],
);

describe('events of other systems for whoever waits', () => {
  let kit: TestApp;
  let people: People;
  beforeEach(async () => {
    kit = await createTestApp(async (parts) => {
      people = await createPeople(parts);
      const { store, sessions } = people;
      const events = createEvents({
        store: createSqlEventStore(parts.database.kysely),
        sessions,
        journal: store,
        clock: parts.clock,
      });
      return [(app) => addEventRoutes(app, events)];
    });
    await people.publish(kit.workspaceId, 'shop', flow);
  });
  afterEach(async () => {
    await people.close();
    await kit.close();
  });

  async function waiting(order: string) {
    const { session } = await people.open('shop');
    await people.sessions.receive(kit.workspaceId, session.id, 'm1', {
      type: 'message.received',
      messageId: 'm1',
      text: order,
    });
    return session;
  }
  const report = async (payload: object, role: Role = 'designer') =>
    (await kit.signedIn(role))({ method: 'POST', url: '/api/v1/events', payload });
  const paid = (id: string, key: string) => ({ id, name: 'payment.done', key, data: { amount: 80 } });

  it('reach those who wait for the key, once for an id, and nobody else', async () => {
    const [one, other] = [await waiting('A-1'), await waiting('A-2')];
    expect((await report(paid('e1', 'A-1'))).json()).toEqual({ heard: 1, duplicate: 0, unheard: 0, more: false });
    expect((await report(paid('e1', 'A-1'))).json()).toMatchObject({ heard: 0 });
    expect((await report(paid('e2', 'A-9'))).json()).toMatchObject({ heard: 0, unheard: 0 });
    const said = async (id: string) =>
      (await people.store.messages(kit.workspaceId, id, 0, 50)).map(({ text }) => text);
    expect(await said(one.id)).toContain('收到 80 元');
    expect(await said(other.id)).not.toContain('收到 80 元');
  });

  it('are counted with what they were worth', async () => {
    const { flowId } = await waiting('A-1');
    await report(paid('e1', 'A-1'));
    const read = await kit.signedIn('viewer');
    const answer = await read({ method: 'GET', url: `/api/v1/flows/${flowId}/tracked-events?days=1` });
    expect(answer.json()).toMatchObject({
      totals: [{ name: 'order.paid', count: 1, sessions: 1, value: 80 }],
      events: [{ name: 'order.paid', properties: { order: 'A-1' }, value: 80, node: 'note' }],
    });
    const none = await read({ method: 'GET', url: `/api/v1/flows/${flowId}/tracked-events?name=other` });
    expect(none.json()).toEqual({ totals: [], events: [] });
  });

  it('are refused from those who may not, and under names of the system', async () => {
    expect((await report(paid('e1', 'A-1'), 'viewer')).statusCode).toBe(403);
    expect((await report({ id: 'e1', name: 'session.ended' })).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await report({ id: 'e1', name: 'not a name' })).statusCode).toBe(422);
  });
});
