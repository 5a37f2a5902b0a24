// Events over HTTP: who hears them, that an id counts once, and what flows noted.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#nodes/wire/access.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createSqlEventStore } from '#runtime/adapters/store-sql/event-store.ts';
import { createCallbackTokens, createEvents } from '#runtime/events/events.ts';
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

/** A server with the event routes, and the people who talk with its flows. */
async function openShop(): Promise<{ readonly kit: TestApp; readonly people: People }> {
  let people: People | undefined;
  const kit = await createTestApp(async (parts) => {
    const callbacks = createCallbackTokens(Buffer.alloc(32, 9), () => 'https://tandem.test');
    people = await createPeople(parts, { callbacks });
    const { store, sessions } = people;
    const events = createEvents({
      store: createSqlEventStore(parts.database.kysely),
      sessions,
      journal: store,
      callbacks,
      clock: parts.clock,
    });
    return [(app) => addEventRoutes(app, events)];
  });
  if (people === undefined) throw new Error('The app was made without its people.');
  return { kit, people };
}

describe('events of other systems for whoever waits', () => {
  let kit: TestApp;
  let people: People;
  beforeEach(async () => {
    ({ kit, people } = await openShop());
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
    expect(none.json()).toEqual({ totals: [], days: [], events: [] });
    const today = new Date(kit.clock.now()).toISOString().slice(0, 10);
    expect(answer.json()).toMatchObject({ days: [{ day: today, name: 'order.paid', count: 1 }] });
    const east = await read({ method: 'GET', url: `/api/v1/flows/${flowId}/tracked-events?offsetMinutes=840` });
    const there = new Date(kit.clock.now() + 840 * 60_000).toISOString().slice(0, 10);
    expect(east.json()).toMatchObject({ days: [{ day: there }] });
    const foreign = await read({ method: 'GET', url: `/api/v1/flows/elsewhere/tracked-events` });
    expect(foreign.json()).toEqual({ totals: [], days: [], events: [] });
  });

  it('are refused from those who may not, and under names of the system', async () => {
    expect((await report(paid('e1', 'A-1'), 'viewer')).statusCode).toBe(403);
    expect((await report({ id: 'e1', name: 'session.ended' })).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await report({ id: 'e1', name: 'not a name' })).statusCode).toBe(422);
  });
});

describe('callback addresses', () => {
  const paying = drawFlow(
    {
      cb: ['callbackUrl', { name: 'payment.done' }],
      hello: ['askText', { prompt: '{{ callback.url }}', noReply: { enabled: false, afterMs: 60_000, reminders: [] } }],
      pay: ['waitEvent', { name: 'payment.done', key: 'callback.key', timeoutMs: 3_600_000, variable: 'paid' }],
      thanks: ['message', { text: '收到 {{ paid.amount }} 元' }],
      late: ['message', { text: '没等到' }],
      again: ['askText', { prompt: '还有吗？' }],
      end: ['end', {}],
    },
    [
      'start -> cb',
      'cb.next -> hello',
      'hello.answered -> pay',
      'pay.received -> thanks',
      'pay.timeout -> late',
      'thanks -> again',
      'late -> end',
      'again.answered -> end',
    ],
  );
  let kit: TestApp;
  let people: People;
  beforeEach(async () => {
    ({ kit, people } = await openShop());
    await people.publish(kit.workspaceId, 'shop', paying);
  });
  afterEach(async () => {
    await people.close();
    await kit.close();
  });

  async function opened() {
    const { session, messages } = await people.open('shop');
    const url = new URL(messages.at(-1)?.text ?? '');
    expect(url.origin).toBe('https://tandem.test');
    const call = (payload: unknown = { amount: 80 }, path = url.pathname) =>
      kit.app.inject({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'application/json' },
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      });
    const says = (id: string, text: string) =>
      people.sessions.receive(kit.workspaceId, session.id, id, { type: 'message.received', messageId: id, text });
    const said = async () => (await people.store.messages(kit.workspaceId, session.id, 0, 50)).map(({ text }) => text);
    return { session, url, call, says, said };
  }

  it('move the conversation that waits, once; before that the caller is told to try again', async () => {
    const { call, says, said } = await opened();
    expect((await call()).json()).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    await says('m1', '付好了');
    expect((await call()).json()).toEqual({ outcome: 'heard' });
    expect(await said()).toContain('收到 80 元');
    expect((await call({ amount: 1 })).json()).toMatchObject({ status: 410, code: 'CALLBACK_USED' });
    expect(await said()).not.toContain('收到 1 元');
  });

  it('are heard once when two calls come together', async () => {
    const { call, says } = await opened();
    await says('m1', '付好了');
    const codes = (await Promise.all([call(), call(), call()])).map(({ statusCode }) => statusCode);
    expect(codes.sort()).toEqual([200, 410, 410]);
  });

  it('belong to one conversation: another one that waits for the same event hears nothing', async () => {
    const [one, other] = [await opened(), await opened()];
    await one.says('m1', '付好了');
    await other.says('m1', '付好了');
    await one.call();
    expect(await other.said()).not.toContain('收到 80 元');
    expect((await other.call()).statusCode).toBe(200);
  });

  it('end with the conversation and with the wait', async () => {
    const { session, call, says } = await opened();
    await says('m1', '付好了');
    const [timer] = (await people.store.timersOf(kit.workspaceId, session.id)).filter(({ id }) => id !== '_idle');
    const { id: timerId = '', event = '' } = timer ?? {};
    await people.sessions.receive(kit.workspaceId, session.id, 'late', { type: 'timer.elapsed', timerId, event });
    expect((await call()).json()).toMatchObject({ status: 409, code: 'SESSION_CLOSED' });
  });

  it('cannot be guessed, changed or flooded', async () => {
    const { call, says, url } = await opened();
    await says('m1', '付好了');
    const token = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    const [payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify(['x', 'cb', 1, 'payment.done'])).toString('base64url');
    for (const wrong of [payload, `${forged}.${signature}`, `${payload}.`, `${token}.x`, `${payload}.AAAA`])
      expect((await call({}, `/api/v1/public/callbacks/${wrong}`)).statusCode, wrong).toBe(404);
    expect((await call({}, `/api/v1/public/callbacks/${'x'.repeat(5000)}`)).statusCode).toBe(422);
    expect((await call('{')).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await call('{"__proto__": {}}')).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await call({ note: 'x'.repeat(70_000) })).statusCode).toBe(413);
    expect((await call([1])).statusCode).toBe(200);
  });
});
