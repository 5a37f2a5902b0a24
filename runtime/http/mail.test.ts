// Mail on a whole server: entered by an admin, tried, and sent by a published flow with a customer's file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';
import { startSmtpServer, type SmtpServer } from '#runtime/testkit/smtp-server.ts';

describe('Mail over the API', () => {
  let server: Server;
  let dir: string;
  let smtp: SmtpServer;
  let admin = '';
  let designer = '';
  let cookie = '';
  let csrf = '';

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-mail-'));
    server = await composeServer(readConfig({ TANDEM_DATA_DIR: dir }), {
      version: '0',
      rootDir: dir,
      onProblem: () => undefined,
      limits: { auth: 10_000, write: 10_000 },
    });
    await server.startWork();
    smtp = await startSmtpServer();
    const make = async (role: 'admin' | 'designer') =>
      (await server.access.tokens.create(server.workspaces.home, { name: role, role })).secret;
    admin = await make('admin');
    designer = await make('designer');
    const made = await server.access.users.create(server.workspaces.home, {
      email: 'boss@example.com',
      name: 'Boss',
      role: 'admin',
    });
    const signIn = await server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/sign-in',
      payload: { email: 'boss@example.com', password: made.password },
    });
    cookie = signIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    csrf = signIn.json<{ csrfToken: string }>().csrfToken;
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const send = (secret: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
    server.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${secret}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const settings = () => ({
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none',
    user: '',
    fromAddress: 'bot@shop.example',
    fromName: 'Shop',
  });
  const test = () =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/mail/test',
      headers: { cookie, 'x-csrf-token': csrf },
      payload: { locale: 'en' },
    });

  it('is set up by admins only, and reaches a private server only when it is allowed', async () => {
    expect((await send(designer, 'PUT', '/mail', settings())).statusCode).toBe(403);
    expect((await send(designer, 'GET', '/mail')).statusCode).toBe(403);
    expect((await send(designer, 'GET', '/mail/state')).json()).toEqual({ configured: false });
    expect((await send(admin, 'PUT', '/mail', settings())).json()).toMatchObject({ hasPassword: false });
    expect((await send(designer, 'GET', '/mail/state')).json()).toEqual({ configured: true });
    expect((await test()).json()).toMatchObject({ ok: false, code: 'EGRESS_DENIED', to: 'boss@example.com' });
    await server.workspaces.update(server.workspaces.home, { egressAllow: [`127.0.0.1:${smtp.port}`] });
    expect((await test()).json()).toMatchObject({ ok: true });
    expect(smtp.mails[0]?.to).toEqual(['boss@example.com']);
    expect((await send(admin, 'POST', '/mail/test', { locale: 'en' })).statusCode).toBe(409);
  });

  it('never answers with the password', async () => {
    const canary = 'canary-81fa';
    const secured = { ...settings(), security: 'starttls', user: 'bot', password: canary };
    const answers = [
      await send(admin, 'PUT', '/mail', secured),
      await send(admin, 'GET', '/mail'),
      await send(admin, 'GET', '/audit'),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(200);
      expect(answer.body).not.toContain(canary);
    }
    const elsewhere = await send(admin, 'PUT', '/mail', { ...secured, host: 'evil.example', password: undefined });
    expect(elsewhere.json()).toMatchObject({ code: 'CREDENTIAL_HOST_MISMATCH' });
  });

  it('sends a mail from a published flow and tells the customer when the address is no good', async () => {
    await send(admin, 'PUT', '/mail', settings());
    const document = drawFlow(
      {
        ask: ['askText', { prompt: '邮箱？', variable: 'address' }],
        n: [
          'mail',
          { to: '{{ address }}', subject: '确认 {{ address }}', body: '您好', retry: { max: 0, backoffMs: 100 } },
        ],
        done: ['end', { text: '发好了' }],
        oops: ['end', { text: '没发成' }],
      },
      ['start.next -> ask', 'ask.answered -> n', 'n.sent -> done', 'n.error -> oops'],
    );
    const made = await send(admin, 'POST', '/flows', { name: 'mail', slug: 'mail', document });
    const { flow } = made.json<{ flow: { id: string } }>();
    const published = await send(admin, 'POST', `/flows/${flow.id}/publish`, { revision: 1, note: '' });
    expect(published.statusCode, published.body).toBeLessThan(300);

    const say = async (words: string) => {
      const opened = await server.app.inject({
        method: 'POST',
        url: '/api/v1/public/flows/mail/sessions',
        payload: { locale: 'zh-CN' },
      });
      const { sessionId, token } = opened.json<{ sessionId: string; token: string }>();
      const headers = { authorization: `Bearer ${token}` };
      const url = `/api/v1/public/sessions/${sessionId}/messages`;
      await server.app.inject({ method: 'POST', url, headers, payload: { id: 'm1', text: words } });
      return vi.waitFor(
        async () => {
          const { messages } = (await server.app.inject({ method: 'GET', url, headers })).json<{
            messages: { text: string }[];
          }>();
          const last = messages.at(-1)?.text ?? '';
          expect(['发好了', '没发成']).toContain(last);
          return last;
        },
        { timeout: 5000 },
      );
    };
    expect(await say('li@example.com')).toBe('发好了');
    expect(smtp.mails.at(-1)?.to).toEqual(['li@example.com']);
    const count = smtp.mails.length;
    expect(await say('li@example.com, all@example.com')).toBe('没发成');
    expect(smtp.mails).toHaveLength(count);
  });
});
