// Events of other systems over HTTP: who may raise them, under which names, and that an id counts once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#nodes/wire/access.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { addSessionEventRoutes } from './session-events.ts';

const flow = drawFlow(
  {
    ask: ['askText', { prompt: '姓名？' }],
    paid: ['onEvent', { event: 'custom', name: 'order.paid', variable: 'order' }],
    thanks: ['message', { text: '订单 {{ order.id }} 已付款。' }],
    end: ['end', {}],
  },
  ['start -> ask', 'ask.answered -> end', 'paid.fired -> thanks', 'thanks -> end'],
);

describe('events of other systems', () => {
  let kit: TestApp;
  let people: People;
  beforeEach(async () => {
    kit = await createTestApp(async (parts) => {
      people = await createPeople(parts);
      return [(app) => addSessionEventRoutes(app, people.sessions)];
    });
    await people.publish(kit.workspaceId, 'help', flow);
  });
  afterEach(async () => {
    await kit.close();
  });

  const raise = async (role: Role, id: string, payload: object) =>
    (await kit.signedIn(role))({ method: 'POST', url: `/api/v1/sessions/${id}/events`, payload });

  it('reach the flow once for an id', async () => {
    const { session } = await people.open('help');
    const body = { id: 'e1', name: 'order.paid', data: { id: 'A1' } };
    expect((await raise('designer', session.id, body)).json()).toMatchObject({ outcome: 'played' });
    expect((await raise('designer', session.id, body)).json()).toMatchObject({ outcome: 'duplicate' });
    const texts = (await people.store.messages(kit.workspaceId, session.id, 0, 50)).map(({ text }) => text);
    expect(texts.filter((text) => text === '订单 A1 已付款。')).toHaveLength(1);
  });

  it('are refused from those who may not, under names of the system, and in another form', async () => {
    const { session } = await people.open('help');
    const body = { id: 'e1', name: 'order.paid' };
    expect((await raise('viewer', session.id, body)).statusCode).toBe(403);
    expect((await raise('agent', session.id, body)).statusCode).toBe(403);
    const own = await raise('designer', session.id, { ...body, name: 'session.ended' });
    expect(own.json()).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    expect((await raise('designer', session.id, { ...body, name: 'not a name' })).statusCode).toBe(422);
    expect((await raise('designer', 'nobody', body)).statusCode).toBe(404);
  });
});
