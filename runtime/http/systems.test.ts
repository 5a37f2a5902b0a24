// Scripts, credentials and calls on a whole server: what a designer tries out and what a published flow does.
import { createServer, type Server as HttpServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Role } from '#nodes/wire/access.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';

describe('systems', () => {
  let server: Server;
  let dir: string;
  let other: HttpServer;
  let host: string;
  const secrets = new Map<Role, string>();
  const seen: { readonly url: string; readonly authorization: string; readonly key: string }[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-systems-'));
    server = await composeServer(readConfig({ TANDEM_DATA_DIR: dir }), {
      version: '0',
      rootDir: dir,
      onProblem: () => undefined,
    });
    await server.startWork();
    other = createServer((request, response) => {
      const { authorization = '', 'x-api-key': key = '' } = request.headers;
      seen.push({ url: request.url ?? '', authorization, key: String(key) });
      if (request.url?.startsWith('/away') === true)
        response.writeHead(302, { location: 'http://localhost.invalid/' }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"order":{"state":"shipped"}}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    await server.workspaces.update(server.workspaces.home, { egressAllow: [host] });
    for (const role of ['admin', 'designer', 'viewer', 'agent'] as const) {
      const { secret } = await server.access.tokens.create(server.workspaces.home, { name: role, role });
      secrets.set(role, secret);
    }
  });
  afterAll(async () => {
    await server.close();
    other.closeAllConnections();
    other.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const send = (role: Role, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    server.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${secrets.get(role) ?? ''}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const script = (code: string, more: object = {}) => ({
    language: 'typescript',
    code,
    inputs: [],
    input: {},
    outputs: [{ name: 'x', type: 'number' }],
    exits: ['far'],
    hosts: [],
    timeoutMs: 5000,
    ...more,
  });
  const call = (more: object = {}) => ({
    method: 'GET',
    url: `http://${host}/orders`,
    query: [],
    headers: [],
    body: '',
    credential: '',
    timeoutMs: 5000,
    ...more,
  });

  async function publish(name: string, document: object): Promise<void> {
    const made = await send('admin', 'POST', '/flows', { name, slug: name, document });
    expect(made.statusCode, made.body).toBe(201);
    const { flow } = made.json<{ flow: { id: string; revision: number } }>();
    const published = await send('admin', 'POST', `/flows/${flow.id}/publish`, { revision: 1, note: '' });
    expect(published.statusCode, published.body).toBeLessThan(300);
  }
  async function open(slug: string) {
    const opened = await server.app.inject({
      method: 'POST',
      url: `/api/v1/public/flows/${slug}/sessions`,
      payload: {},
    });
    expect(opened.statusCode, opened.body).toBe(201);
    return opened.json<{ sessionId: string; token: string; messages: { text?: string }[] }>();
  }
  const textsOf = (messages: readonly { text?: string }[]) => messages.map(({ text }) => text);

  it('tries a script out: result, log, way, and what went wrong as an answer', async () => {
    const good = await send('designer', 'POST', '/scripts/try', script('output.x = 2; log("hi"); return "far";'));
    expect(good.json()).toMatchObject({ ok: true, exit: 'far', values: { x: 2 }, logs: ['hi'], problem: '' });
    const wrong = await send('designer', 'POST', '/scripts/try', script('output.x = "two";'));
    expect(wrong.json()).toMatchObject({
      ok: false,
      problem: 'output.x is declared as number, but the script gave something else.',
    });
    const lost = await send('designer', 'POST', '/scripts/try', script('return "nowhere";'));
    expect(lost.json()).toMatchObject({
      ok: false,
      problem: 'The script returned "nowhere", which is no exit of this node.',
    });
  });

  it.each(['viewer', 'agent'] as const)('lets no %s run a script or make a call', async (role) => {
    expect((await send(role, 'POST', '/scripts/try', script('output.x = 1'))).statusCode).toBe(403);
    expect((await send(role, 'POST', '/http/try', call())).statusCode).toBe(403);
    expect((await send(role, 'GET', '/credentials/names')).statusCode).toBe(403);
    expect((await send('designer', 'GET', '/credentials')).statusCode).toBe(403);
  });

  it('lets a script call the hosts its step names, and no other', async () => {
    const code = (url: string) =>
      `const r = await fetchJson(${JSON.stringify(url)}); output.x = r.status; log(r.body.order?.state);`;
    const named = await send('designer', 'POST', '/scripts/try', script(code(`http://${host}/a`), { hosts: [host] }));
    expect(named.json()).toMatchObject({ ok: true, values: { x: 200 }, logs: ['shipped'] });
    const before = seen.length;
    for (const [url, hosts] of [
      [`http://${host}/b`, ['elsewhere.example']],
      ['http://169.254.169.254/latest/meta-data', ['169.254.169.254']],
      [`http://${host}@evil.example/`, [host]],
      [`file:///etc/passwd`, [host]],
    ] as const) {
      const refused = await send('designer', 'POST', '/scripts/try', script(code(url), { hosts }));
      expect(refused.json<{ problem: string }>().problem).toContain('EGRESS_DENIED');
    }
    expect(seen.length).toBe(before);
    const away = await send('designer', 'POST', '/scripts/try', script(code(`http://${host}/away`), { hosts: [host] }));
    expect(away.json<{ problem: string }>().problem).toContain('EGRESS_DENIED');
  });

  it('keeps a credential to its host and out of every answer', async () => {
    const value = 'canary-credential-91';
    const made = await send('admin', 'POST', '/credentials', {
      name: 'Shop',
      kind: 'header',
      field: 'X-Api-Key',
      hosts: [host],
      value,
    });
    expect(made.statusCode).toBe(201);
    const tried = await send(
      'designer',
      'POST',
      '/http/try',
      call({ credential: 'Shop', query: [{ label: 'q', value: 'a&b' }] }),
    );
    expect(tried.json()).toMatchObject({ status: 200, body: { order: { state: 'shipped' } } });
    expect(seen.at(-1)).toMatchObject({ url: '/orders?q=a%26b', key: value });
    const elsewhere = await send(
      'designer',
      'POST',
      '/http/try',
      call({ credential: 'Shop', url: 'https://evil.example/' }),
    );
    expect(elsewhere.json()).toMatchObject({ status: 0 });
    const lists = [
      await send('admin', 'GET', '/credentials'),
      await send('designer', 'GET', '/credentials/names'),
      await send('admin', 'GET', '/audit'),
    ];
    for (const answer of [made, tried, elsewhere, ...lists]) expect(answer.body).not.toContain(value);
  });

  it('plays scripts and calls in a published flow', async () => {
    await publish(
      'parcel',
      drawFlow(
        {
          call: [
            'http',
            {
              url: `http://${host}/orders/1`,
              credential: 'Shop',
              mapping: [{ variable: 'state', path: 'body.order.state' }],
            },
          ],
          work: [
            'script',
            {
              code: 'output.words = (input.state ?? "").toUpperCase(); return input.state === "shipped" ? "gone" : "ok";',
              inputs: [{ name: 'state', expr: 'state', type: 'text' }],
              outputs: [{ name: 'words', type: 'text' }],
              exits: [{ id: 'gone', label: 'Gone' }],
            },
          ],
          gone: ['message', { text: 'It is {{ words }}' }],
          here: ['message', { text: 'here' }],
          oops: ['message', { text: 'oops' }],
          done: ['end', {}],
        },
        [
          'start.next -> call',
          'call.ok -> work',
          'call.error -> oops',
          'work.gone -> gone',
          'work.ok -> here',
          'work.error -> oops',
          'gone.next -> done',
          'here.next -> done',
          'oops.next -> done',
        ],
      ),
    );
    const { sessionId, token } = await open('parcel');
    await vi.waitUntil(
      async () => {
        const answer = await server.app.inject({
          url: `/api/v1/public/sessions/${sessionId}/messages?after=0`,
          headers: { authorization: `Bearer ${token}` },
        });
        return textsOf(answer.json<{ messages: { text?: string }[] }>().messages).includes('It is SHIPPED');
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(seen.at(-1)).toMatchObject({ url: '/orders/1', key: 'canary-credential-91' });
  });

  it('answers other sessions while the scripts of one flow never stop', async () => {
    const alone = (code: string) =>
      drawFlow(
        {
          work: ['script', { code, timeoutMs: 1000 }],
          good: ['message', { text: 'good' }],
          oops: ['message', { text: 'stopped' }],
          done: ['end', {}],
        },
        ['start.next -> work', 'work.ok -> good', 'work.error -> oops', 'good.next -> done', 'oops.next -> done'],
      );
    await publish(
      'hostile',
      alone('const a: unknown[] = []; for (;;) { a.length = 0; a.push(new Array(1000).fill(a)); }'),
    );
    await publish('honest', alone('output; log("fine");'));
    let ended = 0;
    const hostile = Promise.all(
      Array.from({ length: 4 }, async () => {
        const { messages } = await open('hostile');
        ended += 1;
        return textsOf(messages);
      }),
    );
    const honest = await open('honest');
    expect(textsOf(honest.messages)).toContain('good');
    expect(ended).toBeLessThan(4);
    expect((await hostile).map((texts) => texts.includes('stopped'))).toEqual([true, true, true, true]);
  }, 60_000);
});
