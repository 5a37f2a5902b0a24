// The customer API as a customer's browser uses it: a whole conversation, repeats, refusals, and a stream that resumes.
import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message, SessionOpened, TurnAnswer } from '#nodes/wire/customer.ts';
import { createIdentities, type Identities } from '#runtime/access/identities.ts';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import { addCustomerRoutes } from './customer.ts';
import { createTurnMeter } from './metrics.ts';

describe('The customer API', () => {
  let kit: TestApp;
  let people: People;
  let identities: Identities;

  beforeEach(async () => {
    const held: { sessions?: Sessions } = {};
    kit = await createTestApp(
      async (parts) => {
        people = await createPeople(parts);
        held.sessions = people.sessions;
        identities = createIdentities({
          workspaces: parts.workspaces,
          vault: createLocalSecretVault(randomBytes(32)),
          clock: parts.clock,
        });
        return [
          (app) =>
            addCustomerRoutes(app, {
              sessions: people.sessions,
              store: people.store,
              published: people.flowStore,
              identities,
              files: people.files,
              bus: parts.bus,
              meter: createTurnMeter(),
            }),
        ];
      },
      { sessions: { authenticate: (id, token) => people.sessions.authenticate(id, token) } },
    );
    await people.publish(kit.workspaceId, 'help', supportFlow());
  });
  afterEach(async () => {
    await people.close();
    await kit.close();
  });

  const post = (url: string, payload: unknown, token?: string) =>
    kit.anonymous({
      method: 'POST',
      url,
      payload: JSON.stringify(payload),
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
  const open = async (body: object = {}) => {
    const answer = await post('/api/v1/public/flows/help/sessions', body);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json<SessionOpened>();
  };
  const say = (session: SessionOpened, body: object) =>
    post(`/api/v1/public/sessions/${session.sessionId}/messages`, body, session.token);
  const transcript = async (session: SessionOpened, query = '') =>
    (
      await kit.anonymous({
        url: `/api/v1/public/sessions/${session.sessionId}/messages${query}`,
        headers: { authorization: `Bearer ${session.token}` },
      })
    ).json<{ messages: Message[]; status: string; personButton: boolean }>();

  it('knows a customer whose identity is signed, and nobody who only claims one', async () => {
    const secret = 'k'.repeat(32);
    await identities.setSecret(kit.workspaceId, secret);
    const payload = Buffer.from(
      JSON.stringify({ id: 'c-7', exp: Math.floor(kit.clock.now() / 1000) + 60, facts: { name: '王芳' } }),
    ).toString('base64url');
    const signature = createHmac('sha256', secret).update(`v1.${payload}`).digest('base64url');
    const customerOf = async (body: object) => {
      const { sessionId } = await open(body);
      return (await people.store.find(sessionId))?.snapshot?.context.customer;
    };
    expect(await customerOf({ identity: `v1.${payload}.${signature}` })).toMatchObject({ id: 'c-7', name: '王芳' });
    expect(await customerOf({ identity: `v1.${payload}.${signature.slice(0, -2)}AA` })).toEqual({});
    expect(await customerOf({ visitorId: 'proven:c-7' })).toEqual({});
  });

  it('opens a conversation in the language asked for and greets', async () => {
    const zh = await open({ visitorId: 'v', locale: 'zh-CN', source: { page: 'https://shop.example/' } });
    expect(zh).toMatchObject({ status: 'bot', personButton: true });
    expect(zh.messages.map((message) => message.text)).toEqual(['您好！', '请问有什么可以帮您？']);
    expect(zh.messages.map((message) => message.seq)).toEqual([1, 2]);
    const en = await open({ locale: 'en' });
    expect(en.messages[0]?.text).toBe('Hello!');
    expect(en.token).toMatch(/^[\w-]{43}$/);
  });

  it('answers a message, and the same id again with the same answer and nothing done', async () => {
    const session = await open();
    const first = await say(session, { id: 'm1', text: '你好 👋' });
    expect(first.statusCode, first.body).toBe(200);
    const again = await say(session, { id: 'm1', text: '你好 👋' });
    expect(again.json()).toEqual(first.json());
    const { messages } = await transcript(session);
    expect(messages.filter((message) => message.from === 'customer')).toHaveLength(1);
    expect(messages.map((message) => message.seq)).toEqual(messages.map((_, index) => index + 1));
    expect((await transcript(session, '?after=2')).messages[0]?.seq).toBe(3);
  });

  it('gives each message as plain text to channels that show nothing else', async () => {
    const opened = (
      await post('/api/v1/public/flows/help/sessions?plain=true', { visitorId: 'v1' })
    ).json<SessionOpened>();
    const [first] = opened.messages;
    expect(first?.plain).toContain(first?.text);
    const rich = (await post('/api/v1/public/flows/help/sessions', { visitorId: 'v2' })).json<SessionOpened>();
    expect(rich.messages[0]).not.toHaveProperty('plain');
  });

  it('takes a reserved choice as asking for a person', async () => {
    const session = await open();
    const answer = await say(session, { id: 'p1', choice: 'tandem:person' });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json<TurnAnswer>().messages.length).toBeGreaterThan(0);
  });

  it('refuses a message that says nothing, two things, too much, or has no id', async () => {
    const session = await open();
    for (const body of [
      { id: 'a' },
      { id: 'a', text: 'x', choice: 'y' },
      { id: 'a', text: '   ' },
      { id: 'a', text: 'x'.repeat(20_001) },
      { text: 'x' },
      { id: '', text: 'x' },
      { id: 'a', text: 5 },
      { id: 'a', text: { toString: 'x' } },
      { id: 'a', form: { nested: { deep: 1 } } },
      { id: 'a', text: 'x', role: 'agent' },
    ]) {
      const answer = await say(session, body);
      expect(answer.json(), JSON.stringify(body).slice(0, 80)).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    }
    expect((await say(session, { id: 'f', files: ['x'] })).json()).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect((await transcript(session)).messages).toHaveLength(2);
  });

  it('takes emoji, right-to-left text, lone surrogates and 20,000 characters', async () => {
    const session = await open();
    const texts = [
      '👨‍👩‍👧‍👦🏳️‍🌈',
      'שלום עולם ‮abc',
      '\ud83d',
      'a\udc00b',
      '字'.repeat(20_000),
      '<script>alert(1)</script>',
      '\u0000nul',
    ];
    for (const [index, text] of texts.entries()) {
      const answer = await say(session, { id: `t${index}`, text });
      expect(answer.statusCode, text.slice(0, 20)).toBe(200);
    }
    const said = (await transcript(session)).messages
      .filter((message) => message.from === 'customer')
      .map(({ text }) => text);
    expect(said.slice(0, 4)).toEqual([texts[0], texts[1], '\ufffd', 'a\ufffdb']);
    expect(said[4]).toHaveLength(20_000);
    expect(said[5]).toBe(texts[5]);
  });

  it('keeps conversations apart: another token, no token, an unknown or closed conversation', async () => {
    const [mine, other] = [await open(), await open()];
    const path = `/api/v1/public/sessions/${mine.sessionId}/messages`;
    for (const token of [undefined, other.token, '', 'null', mine.token.slice(1), `${mine.token}x`]) {
      const answer = await post(path, { id: 'm', text: 'x' }, token);
      expect(answer.json(), token).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    }
    const unknown = await post('/api/v1/public/sessions/nope/messages', { id: 'm', text: 'x' }, mine.token);
    expect(unknown.json()).toMatchObject({ status: 401 });
    expect((await post('/api/v1/public/flows/none/sessions', {})).json()).toMatchObject({
      status: 404,
      code: 'FLOW_NOT_PUBLISHED',
    });
  });

  it('shows the face in the language of the browser', async () => {
    const face = await kit.anonymous({
      url: '/api/v1/public/flows/help',
      headers: { 'accept-language': 'fr;q=0.9, en;q=0.8' },
    });
    expect(face.json()).toMatchObject({
      slug: 'help',
      title: '售后助手',
      color: '#2257D6',
      side: 'right',
      personButton: true,
    });
  });

  it('streams what is new, resumes after a break, and neither skips nor repeats', async () => {
    await kit.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = kit.app.server.address() as AddressInfo;
    const session = await open();
    const read = async (lastEventId: number, count: number): Promise<Message[]> => {
      const stop = new AbortController();
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/public/sessions/${session.sessionId}/stream`, {
        headers: { authorization: `Bearer ${session.token}`, 'last-event-id': String(lastEventId) },
        signal: stop.signal,
      });
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      const found: Message[] = [];
      let text = '';
      for await (const part of answer.body!) {
        text += Buffer.from(part).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          const event = data === undefined ? undefined : (JSON.parse(data) as { type: string; message?: Message });
          if (event?.message !== undefined) {
            expect(block).toContain(`id: ${event.message.seq}\n`);
            found.push(event.message);
          }
        }
        if (found.length >= count) break;
      }
      stop.abort();
      return found;
    };
    expect((await read(0, 2)).map(({ seq }) => seq)).toEqual([1, 2]);
    const live = read(2, 6);
    for (let n = 0; n < 4; n += 1) await say(session, { id: `s${n}`, text: `说 ${n}` });
    const seen = await live;
    const { messages } = await transcript(session);
    const rest = await read(seen.at(-1)!.seq - 1, messages.length - seen.at(-1)!.seq + 1);
    const all = [...seen.slice(0, -1), ...rest];
    expect(all).toEqual(messages.slice(2));
  });
});
