// Declaring routes: what is not declared does not start, and what is declared is all that gets through.
import Fastify from 'fastify';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { createTestApp } from '#runtime/testkit/app.ts';
import { actionOf } from './action.ts';
import { defineRoute } from './route.ts';

const Closed = { additionalProperties: false } as const;

describe('Routes', () => {
  it('stop the boot when they have no declaration', async () => {
    const boot = createTestApp(() => [(app) => void app.get('/api/v1/forgotten', () => 'x')]);
    await expect(boot).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    const nested = createTestApp(() => [
      (app) =>
        void app.register(async (scope) => {
          scope.post('/hidden', () => 'x');
          await Promise.resolve();
        }),
    ]);
    await expect(nested).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('stop the boot when their body is open', () => {
    const app = Fastify();
    const open = () =>
      defineRoute(app, {
        method: 'POST',
        url: '/x',
        summary: 'x',
        access: 'public',
        rate: 'write',
        body: Type.Object({ a: Type.String() }),
        response: { 204: Type.Null() },
        handler: () => null,
      });
    expect(open).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('convert query and path, never the body, and drop what the answer does not declare', async () => {
    const kit = await createTestApp(() => [
      (app) =>
        defineRoute(app, {
          method: 'POST',
          url: '/api/v1/things/:count',
          summary: 'x',
          access: 'public',
          rate: 'write',
          params: Type.Object({ count: Type.Integer() }),
          query: Type.Object({ on: Type.Optional(Type.Boolean()) }, Closed),
          body: Type.Object({ n: Type.Integer() }, Closed),
          response: { 201: Type.Object({ sum: Type.Integer(), on: Type.Boolean() }) },
          handler: ({ params, query, body }) => ({ sum: params.count + body.n, on: query.on ?? false, secret: 'x' }),
        }),
    ]);
    const post = (url: string, payload: object) => kit.anonymous({ method: 'POST', url, payload });
    const good = await post('/api/v1/things/2?on=true', { n: 3 });
    expect([good.statusCode, good.json()]).toEqual([201, { sum: 5, on: true }]);
    for (const [url, payload] of [
      ['/api/v1/things/2', { n: '3' }],
      ['/api/v1/things/two', { n: 3 }],
      ['/api/v1/things/2?on=true&on=false', { n: 3 }],
      ['/api/v1/things/2?of=true', { n: 3 }],
    ] as const) {
      expect((await post(url, payload)).json(), url).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
    }
    await kit.close();
  });

  it('answer an unexpected failure with INTERNAL and nothing else, a known one with its code and facts', async () => {
    const kit = await createTestApp(() => [
      (app) => {
        for (const [url, error] of [
          ['/api/v1/bug', new TypeError('password=hunter2 at /srv/secret.ts')],
          ['/api/v1/known', new FlowError('REVISION_CONFLICT', 'Load it again.', { revision: 7 })],
        ] as const) {
          defineRoute(app, {
            method: 'GET',
            url,
            summary: 'x',
            access: 'public',
            rate: 'read',
            response: { 200: Type.Object({}) },
            handler: () => Promise.reject(error),
          });
        }
      },
    ]);
    const bug = await kit.anonymous({ url: '/api/v1/bug' });
    expect(bug.json()).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(bug.body).not.toMatch(/hunter2|secret\.ts|TypeError/);
    const known = await kit.anonymous({ url: '/api/v1/known' });
    expect(known.json()).toMatchObject({ status: 409, code: 'REVISION_CONFLICT', facts: { revision: 7 } });
    await kit.close();
  });

  it('name their audit action after what they do', () => {
    const names = [
      ['POST', '/api/v1/users', 'user.create'],
      ['PATCH', '/api/v1/users/:id', 'user.update'],
      ['DELETE', '/api/v1/tokens/:id', 'token.delete'],
      ['POST', '/api/v1/flows/:id/publish', 'flow.publish'],
      ['PUT', '/api/v1/flows/:id/draft', 'flow.draft-replace'],
      ['POST', '/api/v1/knowledge/bases/:id/sources', 'knowledge.base-source-create'],
      ['PATCH', '/api/v1/settings', 'settings.update'],
    ] as const;
    for (const [method, url, action] of names) expect(actionOf(method, url)).toBe(action);
  });
});
