// Every route of the whole server against every role and every rude request: nothing answers that should not.
import type {} from '@fastify/swagger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '#nodes/kit/errors.ts';
import { ROLES, type Role } from '#nodes/wire/access.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';
import type { DeclaredRoute } from './app.ts';
import { createLazySerializer, createLazyValidator } from './lazy-compilers.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Answer = Awaited<ReturnType<Server['app']['inject']>>;

describe('The route inventory', () => {
  let server: Server;
  let dir: string;
  let routes: readonly DeclaredRoute[];
  const secrets = new Map<Role, string>();

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-inventory-'));
    server = await composeServer(readConfig({ TANDEM_DATA_DIR: dir }), {
      version: '0.0.0-test',
      rootDir: dir,
      onProblem: () => undefined,
      limits: { auth: 10_000, write: 10_000, upload: 10_000 },
    });
    routes = server.app.inventory.filter(({ method }) => method !== 'HEAD');
    for (const role of ROLES) {
      const { secret } = await server.access.tokens.create(server.workspaces.home, { name: role, role });
      secrets.set(role, secret);
    }
  });
  afterAll(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const pathOf = (url: string) =>
    url
      .replace(/:version/g, '1')
      .replace(/:\w+/g, 'nothing-here')
      .replace(/\*$/, 'x');
  const send = (
    { method, url }: Pick<DeclaredRoute, 'method' | 'url'>,
    options: { role?: Role; payload?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const secret = options.role === undefined ? undefined : secrets.get(options.role);
    const body = options.payload === undefined ? {} : { payload: JSON.stringify(options.payload) };
    const type = options.payload === undefined ? {} : { 'content-type': 'application/json' };
    return server.app.inject({
      method: method as Method,
      url: pathOf(url),
      headers: { ...type, ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }), ...options.headers },
      ...body,
    });
  };
  const name = ({ method, url }: DeclaredRoute) => `${method} ${url}`;
  const isStaff = ({ policy }: DeclaredRoute) => typeof policy.access !== 'string';
  const isWrite = ({ method }: DeclaredRoute) => method !== 'GET';

  function expectProblem(answer: Answer, what: string): void {
    expect(answer.headers['content-type'], what).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['x-content-type-options'], what).toBe('nosniff');
    const problem = answer.json<{ code: string; status: number }>();
    expect(Object.keys(ERROR_CODES), what).toContain(problem.code);
    expect(problem.status, what).toBe(answer.statusCode);
    expect(answer.body, what).not.toMatch(/node_modules|\.ts:\d|SQLITE|at async|stack/i);
  }

  it('lets each role reach exactly the routes of the golden matrix', async () => {
    const lines: string[] = [];
    for (const route of routes) {
      if (!isStaff(route)) {
        lines.push(`${name(route)} -> ${String(route.policy.access)}`);
        continue;
      }
      const anonymous = await send(route);
      expect(anonymous.statusCode, name(route)).toBe(401);
      const reached: Role[] = [];
      for (const role of ROLES) {
        // A stream that opens never ends; its refusals are tried, its grant is read from the policy.
        const granted = role === 'admin' || (route.policy.access as readonly Role[]).includes(role);
        if (route.policy.rate === 'stream' && granted) reached.push(role);
        else if ((await send(route, { role })).statusCode !== 403) reached.push(role);
      }
      lines.push(`${name(route)} -> ${reached.join(' ')}`);
    }
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('./route-inventory.txt');
  });

  it('declares only schemas that compile, although each waits for its first request', () => {
    const validator = createLazyValidator();
    const serializer = createLazySerializer();
    for (const { method, url, schema } of routes) {
      for (const httpPart of ['params', 'querystring', 'body'] as const) {
        const part = schema[httpPart];
        if (part !== undefined)
          expect(() => validator({ method, url, httpPart, schema: part })(null), url).not.toThrow();
      }
      for (const [httpStatus, response] of Object.entries(schema.response as Record<string, unknown>)) {
        // What does not fit the schema is refused by name; a schema that cannot be compiled fails otherwise.
        const write = () => serializer({ method, url, httpStatus, schema: response })(null);
        try {
          write();
        } catch (error) {
          expect(String(error), url).not.toMatch(/schema is invalid|can't resolve|Cannot find reference/i);
        }
      }
    }
  });

  it('answers every refusal as problem+json, with a code of the table and nothing of the inside', async () => {
    for (const route of routes.filter(isStaff)) expectProblem(await send(route), name(route));
    for (const route of routes.filter(({ policy }) => policy.access === 'customer')) {
      expectProblem(await send(route), name(route));
      const forged = await send(route, { headers: { authorization: 'Bearer forged' } });
      expect(forged.json(), name(route)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    }
  });

  it('refuses bodies of a wrong type and fields nobody declared, on every route that takes a body', async () => {
    const rude = [[], 'text', 5, true, null, { isAdmin: true, workspaceId: 'w', createdAt: 'x', 'constructor ': 1 }];
    const writes = routes.filter(
      (route) => isWrite(route) && !route.policy.upload && route.policy.access !== 'customer',
    );
    let refused = 0;
    for (const route of writes) {
      if (!server.app.hasRoute({ method: route.method, url: route.url })) continue;
      const schema = bodySchemaOf(route);
      if (schema === undefined) continue;
      for (const payload of rude) {
        const answer = await send(route, { role: 'admin', payload });
        expect([400, 422], `${name(route)} ${JSON.stringify(payload)} ${answer.body}`).toContain(answer.statusCode);
        expectProblem(answer, name(route));
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });

  it('takes JSON only, whatever the content type pretends', async () => {
    const body = JSON.stringify({ email: 'a@b', password: 'x', extra: 1 });
    const types: readonly [string, readonly number[]][] = [
      ['text/plain', [415]],
      ['application/xml', [415]],
      ['application/x-www-form-urlencoded', [415]],
      ['multipart/form-data; boundary=x', [415]],
      ['application/jsonx', [415]],
      ['application/json\ta', [415, 422]],
      ['application/json;', [415, 422]],
      [' application/json', [415, 422]],
      ['APPLICATION/JSON; charset=utf-8', [415, 422]],
      ['application/json; charset=utf-16', [415, 422]],
      ['application/vnd.api+json', [415]],
      ['application/json, text/plain', [415, 422]],
    ];
    for (const [type, expected] of types) {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/api/v1/auth/sign-in',
        payload: body,
        headers: { 'content-type': type },
      });
      expect(expected, type).toContain(answer.statusCode);
      expectProblem(answer, type);
    }
  });

  it('names the field that is wrong, and refuses broken JSON and polluting names', async () => {
    const url = '/api/v1/auth/sign-in';
    const wrong = await send({ method: 'POST', url }, { payload: { email: { $ne: '' }, password: 'x' } });
    expect(wrong.json()).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    expect(wrong.json<{ detail: string }>().detail).toContain('body/email');
    const texts = [
      '{"email":',
      '{"__proto__":{"x":1},"email":"a@b","password":"x"}',
      '{"constructor":{"prototype":{"x":1}}}',
      '\u0000',
    ];
    for (const payload of texts) {
      const answer = await server.app.inject({
        method: 'POST',
        url,
        payload,
        headers: { 'content-type': 'application/json' },
      });
      expect([400, 422], payload).toContain(answer.statusCode);
      expectProblem(answer, payload);
    }
    expect(({} as { x?: unknown }).x).toBeUndefined();
    const large = await server.app.inject({
      method: 'POST',
      url,
      payload: { email: 'a@b', password: 'x'.repeat(2_000_000) },
    });
    expect(large.json()).toMatchObject({ status: 413, code: 'REQUEST_TOO_LARGE' });
  });

  it('gives variants of an address the refusal of the address, or says that there is nothing', async () => {
    const variants = [
      '/API/v1/users',
      '/api/V1/users',
      '//api/v1/users',
      '/api//v1/users',
      '/api/v1//users',
      '/api/v1/users/',
      '/api/v1/users;x',
      '/api/v1/users%00',
      '/api/v1/users%2f',
      '/api/v1/%75sers',
      '/api/v1/./users',
      '/api/v1/x/../users',
      '/api/v1/%2e%2e/v1/users',
      '/api/v1/users%',
      '/assets/../api/v1/users',
      '/assets/..%2fpackage.json',
      '/..%2f..%2fetc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/../../package.json',
      '/widget/../../package.json',
      '/widget/%2e%2e%2fdesigner/index.html',
      '/chat/../package.json',
      '/package.json',
      '/.env',
      '/designer/index.html',
      '/index.html',
      '/api',
      '/api/',
      '/api/v2/users',
      '/' + 'a/'.repeat(2000),
      '/api/v1/users/' + 'x'.repeat(1000),
    ];
    for (const url of variants) {
      const answer = await server.app.inject({ method: 'GET', url });
      expect([400, 401, 404, 414, 422], `${url} ${answer.statusCode}`).toContain(answer.statusCode);
      expectProblem(answer, url);
    }
    const script = await server.app.inject({ method: 'GET', url: '/api/v1/users/<script>alert(1)</script>' });
    expectProblem(script, 'script');
  });

  it('has no method that nobody declared', async () => {
    for (const method of ['OPTIONS', 'PUT', 'DELETE'] as const) {
      const answer = await server.app.inject({ method, url: '/api/v1/users' });
      expect(answer.statusCode, method).toBe(404);
    }
    const trace = await server.app.inject({ method: 'TRACE' as never, url: '/api/v1/users' });
    expect(trace.statusCode).toBeGreaterThanOrEqual(400);
  });

  it('lets other origins use the customer API only, without cookies, and only those that are allowed', async () => {
    const from = (origin: string, url: string, method: 'GET' | 'OPTIONS' = 'GET') =>
      server.app.inject({ method, url, headers: { origin } });
    const open = await from('https://shop.example', '/api/v1/public/flows/none', 'OPTIONS');
    expect(open.statusCode).toBe(204);
    expect(open.headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(open.headers).not.toHaveProperty('access-control-allow-credentials');
    await server.workspaces.update(server.workspaces.home, { widgetOrigins: ['https://shop.example'] });
    const evil = await from('https://evil.example', '/api/v1/public/flows/none');
    expect(evil.headers).not.toHaveProperty('access-control-allow-origin');
    expect(
      (await from('https://shop.example', '/api/v1/public/flows/none')).headers['access-control-allow-origin'],
    ).toBe('https://shop.example');
    for (const url of ['/api/v1/auth/me', '/api/v1/setup', '/api/openapi.json', '/metrics']) {
      expect((await from('https://shop.example', url)).headers, url).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('describes every API route in OpenAPI 3.1', async () => {
    const description = (await server.app.inject('/api/openapi.json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { summary?: string }>>;
    }>();
    expect(description.openapi).toBe('3.1.0');
    for (const route of routes.filter(({ url }) => url.startsWith('/api/'))) {
      const path = route.url.replace(/:(\w+)/g, '{$1}');
      expect(description.paths[path]?.[route.method.toLowerCase()]?.summary, name(route)).toBeTruthy();
    }
  });

  it('shows metrics to this machine only, not to what comes through a proxy', async () => {
    expect((await server.app.inject('/metrics')).statusCode).toBe(200);
    const outside = await server.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' });
    expect(outside.statusCode).toBe(403);
    const forwarded = await server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect(forwarded.statusCode).toBe(403);
  });

  it('says that it drains once it was told to stop', async () => {
    expect((await server.app.inject('/readyz')).json()).toEqual({ ready: true, failing: [] });
    server.app.beginDrain();
    const draining = await server.app.inject('/readyz');
    expect(draining.statusCode).toBe(503);
    expect(draining.json()).toEqual({ ready: false, failing: ['draining'] });
    expect((await server.app.inject('/healthz')).statusCode).toBe(200);
  });

  function bodySchemaOf({ method, url }: DeclaredRoute): unknown {
    const paths = server.app.swagger().paths as
      Record<string, Record<string, { requestBody?: unknown } | undefined>> | undefined;
    return paths?.[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.requestBody;
  }
});
