// Signed calls of other systems over HTTP: only a true signature is heard, once, and the flow writes the answer.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFlow, type NodeSketch } from '#nodes/testkit/talk.ts';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import { createSqlCredentialStore } from '#runtime/adapters/store-sql/credential-store.ts';
import { createCredentials } from '#runtime/credentials/credentials.ts';
import { createHooks, type Hooks } from '#runtime/hooks/hooks.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { addHookRoutes } from './hooks.ts';

const secret = 'a signing secret of 32 characters';
const hook = (more: object = {}): NodeSketch => [
  'onWebhook',
  { key: 'paid', secret: 'Shop', customerPath: 'customer.id', ...more },
];
const answering = drawFlow(
  {
    ask: ['askText', { prompt: '姓名？' }],
    paid: hook({ schema: '{"type":"object","required":["order"]}' }),
    say: ['message', { text: '订单 {{ webhook.body.order }} 已付款。' }],
    tell: [
      'respond',
      { status: 201, body: '{"got":"{{ webhook.body.order }}"}', headers: [{ label: 'X-Seen', expr: 'yes' }] },
    ],
    end: ['end', {}],
  },
  ['start -> ask', 'ask.answered -> end', 'paid.fired -> say', 'say -> tell'],
);
const calling = drawFlow(
  {
    ask: ['askText', { prompt: '姓名？' }],
    paid: hook(),
    call: ['http', { url: 'https://shop.example/' }],
    tell: ['respond', { body: '{"state":"{{ response.body.state }}"}' }],
    end: ['end', {}],
  },
  ['start -> ask', 'ask.answered -> end', 'paid.fired -> call', 'call.ok -> tell', 'call.error -> end'],
);

const plain = (secretName: string) =>
  drawFlow({ paid: hook({ secret: secretName }), hello: ['message', { text: '!' }], end: ['end', {}] }, [
    'start -> hello',
    'hello -> end',
    'paid.fired -> end',
  ]);

describe('calls of other systems', () => {
  let kit: TestApp;
  let people: People;
  let hooks: Hooks;
  /** Ends the waiting of callers. */
  let patience: (() => void)[];
  beforeEach(async () => {
    patience = [];
    kit = await createTestApp(async (parts) => {
      people = await createPeople(parts, { afterTurn: (turn) => hooks.afterTurn(turn) });
      const credentials = createCredentials({
        store: createSqlCredentialStore(parts.database.kysely),
        vault: createLocalSecretVault(Buffer.alloc(32, 7)),
        clock: parts.clock,
      });
      const sent = { name: 'Key', kind: 'bearer' as const, field: '', hosts: ['shop.example'], value: secret };
      await credentials.create(parts.workspaceId, sent);
      await credentials.create(parts.workspaceId, {
        name: 'Shop',
        kind: 'signing',
        field: '',
        hosts: [],
        value: secret,
      });
      hooks = createHooks({
        sessions: people.sessions,
        published: people.flowStore,
        flows: people.playable,
        secretOf: (workspaceId, name) => credentials.signingSecret(workspaceId, name),
        belongs: async (workspaceId, id, flowId) => (await people.store.load(workspaceId, id))?.flowId === flowId,
        clock: {
          now: () => parts.clock.now(),
          after: (_ms, call) => (patience.push(call), () => undefined),
        },
      });
      return [(app) => addHookRoutes(app, hooks)];
    });
    await people.publish(kit.workspaceId, 'shop', answering);
  });
  afterEach(async () => {
    await kit.close();
  });

  interface Sent {
    readonly id?: string;
    readonly at?: number;
    readonly key?: string;
    readonly slug?: string;
    /** What is sent in place of what was signed. */
    readonly raw?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }
  function call(
    body: unknown,
    { id = 'e1', at = kit.clock.now(), key = secret, slug = 'shop', raw, headers }: Sent = {},
  ) {
    const text = JSON.stringify(body);
    const seconds = String(Math.floor(at / 1000));
    const signature = createHmac('sha256', key).update(`${id}.${seconds}.${text}`).digest('base64');
    return kit.anonymous({
      method: 'POST',
      url: `/api/v1/public/hooks/${slug}/paid`,
      payload: raw ?? text,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': seconds,
        'webhook-signature': `v1,${signature}`,
        ...headers,
      },
    });
  }
  const rows = async () => {
    const { sessions, journal } = {
      sessions: await kit.database.kysely.selectFrom('sessions').select('id').execute(),
      journal: await kit.database.kysely.selectFrom('journal').select('event_id').execute(),
    };
    return sessions.length + journal.length;
  };
  const texts = async (sessionId: string) =>
    (await people.store.messages(kit.workspaceId, sessionId, 0, 50)).map(({ text }) => text);

  it('open a conversation that begins at the call, and get the answer that the flow writes', async () => {
    const answer = await call({ order: 'A1', customer: { id: 7 } });
    expect([answer.statusCode, answer.json(), answer.headers['x-seen']]).toEqual([201, { got: 'A1' }, 'yes']);
    const again = await call({ order: 'A1', customer: { id: 7 } });
    expect([again.statusCode, again.json()]).toMatchObject([200, { outcome: 'duplicate' }]);
    const { sessionId } = again.json<{ sessionId: string }>();
    expect(await texts(sessionId)).toEqual(['订单 A1 已付款。']);
    expect(await people.store.load(kit.workspaceId, sessionId)).toMatchObject({ channel: 'webhook', status: 'bot' });
  });

  it('of one customer belong to one contact', async () => {
    for (const id of ['e1', 'e2']) await call({ order: id, customer: { id: 'c-7' } }, { id });
    await call({ order: 'e3', customer: { id: 'c-8' } }, { id: 'e3' });
    const contacts = await kit.database.kysely.selectFrom('sessions').select('contact_id').execute();
    expect(new Set(contacts.map(({ contact_id }) => contact_id)).size).toBe(2);
  });

  it('move the conversation that they name, once', async () => {
    const { session } = await people.open('shop');
    const body = { order: 'A2', sessionId: session.id };
    expect((await call(body)).json()).toEqual({ got: 'A2' });
    expect((await call(body)).json()).toMatchObject({ outcome: 'duplicate', sessionId: session.id });
    expect((await texts(session.id)).filter((text) => text === '订单 A2 已付款。')).toHaveLength(1);
  });

  it.each<[string, Sent]>([
    ['without a signature', { headers: { 'webhook-signature': '' } }],
    ['without an id', { headers: { 'webhook-id': '' } }],
    ['with an id that was not signed', { headers: { 'webhook-id': 'other' } }],
    ['with another secret', { key: 'another secret of many characters' }],
    ['with an empty secret', { key: '' }],
    ['with the signature of another scheme', { headers: { 'webhook-signature': 'v0,abc v1a,def' } }],
    ['with a body written anew', { raw: '{ "order": "A1" }' }],
    ['with a body that is no JSON and not signed', { raw: '{' }],
    ['of six minutes ago', { at: Date.now() - 6 * 60_000 }],
    ['from six minutes ahead', { at: Date.now() + 6 * 60_000 }],
  ])('%s are refused, and nothing is stored', async (_what, sent) => {
    const before = await rows();
    const answer = await call({ order: 'A1' }, sent);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 401, code: 'SIGNATURE_INVALID' });
    expect(await rows()).toBe(before);
  });

  it('are refused when the flow names no signing secret, or one that is meant to be sent', async () => {
    for (const [slug, name] of [
      ['gone', 'Nothing'],
      ['sent', 'Key'],
    ] as const) {
      await people.publish(kit.workspaceId, slug, plain(name));
      expect((await call({}, { slug })).statusCode).toBe(401);
    }
  });

  it('of another form, for another address, conversation or flow are refused, and nothing is stored', async () => {
    await people.publish(kit.workspaceId, 'other', calling);
    const { session } = await people.open('other');
    const before = await rows();
    expect((await call({})).json()).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    expect((await call({ order: 1, sessionId: session.id })).statusCode).toBe(404);
    expect((await call({ order: 1, sessionId: 'nobody' })).statusCode).toBe(404);
    expect((await call({ order: 1 }, { slug: 'nowhere' })).statusCode).toBe(404);
    expect((await call({ order: 'x'.repeat(70_000) })).statusCode).toBe(413);
    expect((await call({ order: 1 }, { headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415);
    expect(await rows()).toBe(before);
  });

  it('wait for a step under way: they get its answer, or 202 when their patience ends', async () => {
    await people.publish(kit.workspaceId, 'calls', calling);
    const finish = async (sessionId: string): Promise<void> => {
      const output = { status: 200, headers: {}, body: { state: 'sent' } };
      const act = { type: 'effect.completed', node: 'call', visit: 1, index: 0, output } as const;
      await people.sessions.receive(kit.workspaceId, sessionId, 'effect:1', act);
    };
    const [first, second] = [await people.open('calls'), await people.open('calls', 'v2')];
    const answered = call({ sessionId: first.session.id }, { slug: 'calls' });
    await expect.poll(() => patience.length).toBe(1);
    await finish(first.session.id);
    expect((await answered).json()).toEqual({ state: 'sent' });

    const given = call({ sessionId: second.session.id }, { slug: 'calls', id: 'e2' });
    await expect.poll(() => patience.length).toBe(2);
    // A call that comes while the step is under way is not heard, and is told so.
    const beside = await call({ sessionId: second.session.id }, { slug: 'calls', id: 'e3' });
    expect([beside.statusCode, beside.json()]).toMatchObject([202, { outcome: 'unheard' }]);
    for (const end of patience) end();
    expect([(await given).statusCode, (await given).json()]).toMatchObject([202, { outcome: 'accepted' }]);
  });

  it('need a secret before they can go live, whatever the reason', async () => {
    const author = { id: 'u1', name: 'Ann' };
    const document = plain('');
    const { flow } = await people.flows.create(kit.workspaceId, author, { name: 'Open', slug: 'open', document });
    const publish = people.flows.publish(kit.workspaceId, author, flow.id, {
      revision: 1,
      note: '',
      override: { reason: 'We need it today.' },
    });
    await expect(publish).rejects.toMatchObject({
      code: 'FLOW_INVALID',
      facts: { problems: [{ node: 'paid', field: '/secret' }], overridable: false },
    });
    expect((await call({}, { slug: 'open' })).statusCode).toBe(404);
  });
});
