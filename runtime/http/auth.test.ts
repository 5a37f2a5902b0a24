// Sign-in, CSRF, lockout, disabling, tokens: what staff access refuses and what it lets through.
import { afterEach, describe, expect, it } from 'vitest';
import type { Me } from '#nodes/wire/access.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { addAuditRoutes } from './audit.ts';
import { addAuthRoutes } from './auth.ts';
import { addSetupRoutes } from './setup.ts';
import { addTokenRoutes } from './tokens.ts';
import { addUserRoutes } from './users.ts';

const features = { model: false, embedder: false, imageText: false };
const admin = {
  name: 'Ann',
  email: 'Ann@Example.test',
  password: 'correct horse battery',
  locale: 'en',
  demo: true,
} as const;

describe('staff access', () => {
  let kit: TestApp;
  const loaded: string[] = [];
  async function start(limits = { auth: 1000 }): Promise<void> {
    kit = await createTestApp(
      (parts) => [
        (app) => addAuthRoutes(app, { ...parts, features }),
        (app) =>
          addSetupRoutes(app, {
            ...parts,
            features,
            demo: {
              load: (workspaceId) => Promise.resolve(void loaded.push(workspaceId)),
              isLoaded: (workspaceId) => Promise.resolve(loaded.includes(workspaceId)),
              remove: () => Promise.resolve(),
            },
          }),
        (app) => addUserRoutes(app, parts.access.users),
        (app) => addTokenRoutes(app, parts.access.tokens),
        (app) => addAuditRoutes(app, parts.audit),
      ],
      { limits },
    );
  }
  afterEach(() => kit.close());

  const post = (url: string, payload: object) => ({ method: 'POST' as const, url, payload });

  it('makes the first admin once with the printed token, signs in, loads the demo, and is gone afterwards', async () => {
    await start();
    expect((await kit.anonymous({ url: '/api/v1/setup' })).json()).toEqual({ needed: true });
    const wrong = await kit.anonymous(post('/api/v1/setup', { ...admin, token: 'guess' }));
    expect(wrong.json()).toMatchObject({ status: 403, code: 'SETUP_TOKEN_INVALID' });
    const token = kit.access.setUp.token();
    const both = await Promise.all(
      [1, 2].map((n) => kit.anonymous(post('/api/v1/setup', { ...admin, email: `a${n}@example.test`, token }))),
    );
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([201, 410]);
    const done = both.find((answer) => answer.statusCode === 201)!;
    expect(done.json()).toMatchObject({ user: { role: 'admin' }, locale: 'en', workspace: { locale: 'en' } });
    expect(loaded).toEqual([kit.workspaceId]);
    const cookie = done.cookies.find(({ name }) => name === 'tandem_session')!;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    const me = await kit.anonymous({ url: '/api/v1/auth/me', cookies: { tandem_session: cookie.value } });
    expect(me.json()).toEqual(done.json());
    expect((await kit.anonymous({ url: '/api/v1/setup' })).json()).toEqual({ needed: false });
    const again = await kit.anonymous(post('/api/v1/setup', { ...admin, token }));
    expect(again.json()).toMatchObject({ status: 410, code: 'SETUP_DONE' });
  });

  it('signs in with a fresh cookie each time and answers alike for unknown, wrong and disabled', async () => {
    await start();
    await kit.access.setUp.addUnattended(admin);
    const right = await kit.anonymous(
      post('/api/v1/auth/sign-in', { email: 'ann@example.test', password: admin.password }),
    );
    expect(right.statusCode).toBe(200);
    const again = await kit.anonymous({
      ...post('/api/v1/auth/sign-in', { email: 'ANN@example.test', password: admin.password }),
      cookies: { tandem_session: right.cookies[0]!.value },
    });
    expect(again.cookies[0]!.value).not.toBe(right.cookies[0]!.value);
    const created = await kit.access.users.create(kit.workspaceId, {
      name: 'Off',
      email: 'off@example.test',
      role: 'agent',
    });
    await kit.access.users.update(kit.workspaceId, created.user.id, { disabled: true });
    const refusals = await Promise.all(
      [
        { email: 'ann@example.test', password: 'wrong' },
        { email: 'nobody@example.test', password: 'wrong' },
        { email: 'off@example.test', password: created.password },
      ].map((body) => kit.anonymous(post('/api/v1/auth/sign-in', body))),
    );
    expect(new Set(refusals.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1);
    expect(refusals[0]!.json()).toMatchObject({ status: 401, code: 'AUTH_FAILED' });
    expect(JSON.stringify(await kit.database.kysely.selectFrom('staff_sessions').selectAll().execute())).not.toContain(
      right.cookies[0]!.value,
    );
  });

  it('locks an account name after ten wrong passwords, also against parallel guesses and spoofed addresses', async () => {
    await start();
    await kit.access.setUp.addUnattended(admin);
    const guess = (n: number) =>
      kit.anonymous({
        ...post('/api/v1/auth/sign-in', { email: admin.email, password: `guess ${n}` }),
        headers: { 'x-forwarded-for': `203.0.113.${n}` },
      });
    const answers = await Promise.all(Array.from({ length: 14 }, (_, n) => guess(n)));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(10);
    const locked = await kit.anonymous(post('/api/v1/auth/sign-in', { email: admin.email, password: admin.password }));
    expect(locked.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('limits sign-in attempts of one address whatever X-Forwarded-For says', async () => {
    await start({ auth: 3 });
    const answers = [];
    for (let n = 0; n < 5; n += 1) {
      const body = { email: `u${n}@example.test`, password: 'x' };
      answers.push(
        await kit.anonymous({
          ...post('/api/v1/auth/sign-in', body),
          headers: { 'x-forwarded-for': `198.51.100.${n}` },
        }),
      );
    }
    expect(answers.map((answer) => answer.statusCode)).toEqual([401, 401, 401, 429, 429]);
  });

  it('wants the CSRF token of the same session for every cookie write', async () => {
    await start();
    const [one, other] = [await kit.signedIn('admin'), await kit.signedIn('admin')];
    const body = { name: 'Bo', email: 'bo@example.test', role: 'agent' };
    for (const headers of [
      { 'x-csrf-token': '' },
      { 'x-csrf-token': other.csrfToken },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await one({ ...post('/api/v1/users', body), headers });
      expect(answer.json()).toMatchObject({ status: 403, code: 'CSRF_INVALID' });
    }
    expect((await one(post('/api/v1/users', body))).statusCode).toBe(201);
    const text = await one({
      method: 'POST',
      url: '/api/v1/users',
      payload: JSON.stringify(body),
      headers: { 'content-type': 'text/plain' },
    });
    expect(text.statusCode).toBe(415);
  });

  it('ends the sessions of an account when it is disabled, reset or changes its password', async () => {
    await start();
    const boss = await kit.signedIn('admin');
    const agent = await kit.signedIn('agent');
    expect((await agent({ url: '/api/v1/auth/me' })).statusCode).toBe(200);
    await boss({ method: 'PATCH', url: `/api/v1/users/${agent.id}`, payload: { disabled: true } });
    expect((await agent({ url: '/api/v1/auth/me' })).json()).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    const reset = await boss({ method: 'POST', url: `/api/v1/users/${boss.id}/password` });
    expect(reset.statusCode).toBe(200);
    expect((await boss({ url: '/api/v1/auth/me' })).statusCode).toBe(401);
    const { password } = reset.json<{ password: string }>();
    const email = reset.json<{ user: { email: string } }>().user.email;
    const signIns = await Promise.all(
      [1, 2].map(() => kit.anonymous(post('/api/v1/auth/sign-in', { email, password }))),
    );
    const [kept, lost] = signIns.map((answer) => ({ tandem_session: answer.cookies[0]!.value }));
    const csrf = signIns[0]!.json<{ csrfToken: string }>().csrfToken;
    const changed = await kit.anonymous({
      ...post('/api/v1/auth/password', { current: password, next: 'a new long password' }),
      cookies: kept!,
      headers: { 'x-csrf-token': csrf },
    });
    expect(changed.statusCode).toBe(204);
    expect((await kit.anonymous({ url: '/api/v1/auth/me', cookies: kept! })).statusCode).toBe(200);
    expect((await kit.anonymous({ url: '/api/v1/auth/me', cookies: lost! })).statusCode).toBe(401);
  });

  it('keeps the language a person chose with their account, and knows of none before', async () => {
    await start();
    await kit.access.setUp.addUnattended({ name: 'It', email: 'it@example.test', password: admin.password });
    const [one, other] = [await kit.signedIn('agent'), await kit.signedIn('agent')];
    const localeOf = async (who: typeof one) => (await who({ url: '/api/v1/auth/me' })).json<Me>().locale;
    const choose = (payload: object) => one({ method: 'PUT', url: '/api/v1/auth/locale', payload });
    expect((await one({ url: '/api/v1/auth/me' })).json()).toMatchObject({ locale: null, workspace: { locale: null } });
    expect((await choose({ locale: 'en' })).statusCode).toBe(204);
    expect([await localeOf(one), await localeOf(other)]).toEqual(['en', null]);
    expect((await choose({ locale: 'fr' })).json()).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    expect((await choose({ locale: null })).statusCode).toBe(204);
    expect(await localeOf(one)).toBeNull();
  });

  it('keeps the last admin in office', async () => {
    await start();
    const boss = await kit.signedIn('admin');
    for (const payload of [{ disabled: true }, { role: 'viewer' }]) {
      const answer = await boss({ method: 'PATCH', url: `/api/v1/users/${boss.id}`, payload });
      expect(answer.json()).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    }
  });

  it('scopes API tokens to their role, shows the secret once and stores a hash', async () => {
    await start();
    const viewer = await kit.withToken('viewer');
    expect((await viewer({ url: '/api/v1/auth/me' })).json()).toMatchObject({
      user: { role: 'viewer' },
      csrfToken: '',
    });
    expect((await viewer(post('/api/v1/users', { name: 'X', email: 'x@y', role: 'admin' }))).statusCode).toBe(403);
    const boss = await kit.withToken('admin');
    const made = (await boss(post('/api/v1/tokens', { name: 'CI', role: 'designer' }))).json<{
      secret: string;
      token: { id: string };
    }>();
    expect(made.secret).toMatch(/^tdm_[\w-]{43}$/);
    expect((await boss({ url: '/api/v1/tokens' })).body).not.toContain(made.secret);
    expect(JSON.stringify(await kit.database.kysely.selectFrom('api_tokens').selectAll().execute())).not.toContain(
      made.secret,
    );
    await boss({ method: 'DELETE', url: `/api/v1/tokens/${made.token.id}` });
    const dead = await kit.anonymous({ url: '/api/v1/auth/me', headers: { authorization: `Bearer ${made.secret}` } });
    expect(dead.statusCode).toBe(401);
  });

  it('refuses credentials of any odd form', async () => {
    await start();
    const boss = await kit.signedIn('admin');
    for (const authorization of [
      'Bearer',
      'Bearer null',
      'Bearer tdm_',
      'Basic YTpi',
      `Bearer ${boss.cookie}`,
      `Bearer ${'a'.repeat(5000)}`,
    ]) {
      const answer = await kit.anonymous({ url: '/api/v1/auth/me', headers: { authorization } });
      expect(answer.statusCode, authorization).toBe(401);
    }
    for (const value of ['', 'null', '[]', 'a'.repeat(10_000), boss.cookie.slice(1)]) {
      const answer = await kit.anonymous({ url: '/api/v1/auth/me', cookies: { tandem_session: value } });
      expect(answer.statusCode, value).toBe(401);
    }
  });

  it('writes a chained audit line for every change and every refusal, without secrets', async () => {
    await start();
    const boss = await kit.signedIn('admin');
    const viewer = await kit.signedIn('viewer');
    await boss(post('/api/v1/users', { name: 'Cy', email: 'cy@example.test', role: 'agent' }));
    await viewer(post('/api/v1/users', { name: 'Dy', email: 'dy@example.test', role: 'admin' }));
    await kit.anonymous(post('/api/v1/auth/sign-in', { email: 'cy@example.test', password: 'my secret guess' }));
    const { entries } = (await boss({ url: '/api/v1/audit' })).json<{
      entries: { action: string; outcome: string; actor: { id: string } }[];
    }>();
    expect(entries.map(({ action, outcome, actor }) => [action, outcome, actor.id])).toEqual([
      ['session.open', 'denied', ''],
      ['user.create', 'denied', viewer.id],
      ['user.create', 'done', boss.id],
    ]);
    expect(JSON.stringify(entries)).not.toContain('my secret guess');
    expect((await boss({ url: '/api/v1/audit/verification' })).json()).toEqual({ lines: 3, brokenAt: null });
    await kit.database.kysely.updateTable('audit_log').set({ target: 'x' }).where('seq', '=', 2).execute();
    expect((await boss({ url: '/api/v1/audit/verification' })).json()).toMatchObject({ lines: 1 });
  });

  it('pages through the audit log', async () => {
    await start();
    const boss = await kit.signedIn('admin');
    for (let n = 0; n < 5; n += 1) await boss(post('/api/v1/tokens', { name: `t${n}`, role: 'viewer' }));
    type Page = { entries: { facts: { name: string } }[]; nextCursor: string | null };
    const first = (await boss({ url: '/api/v1/audit?limit=3' })).json<Page>();
    const second = (await boss({ url: `/api/v1/audit?limit=3&cursor=${first.nextCursor!}` })).json<Page>();
    expect([...first.entries, ...second.entries].map((entry) => entry.facts.name)).toEqual([
      't4',
      't3',
      't2',
      't1',
      't0',
    ]);
    expect(second.nextCursor).toBeNull();
  });
});
