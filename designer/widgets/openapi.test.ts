// An OpenAPI description becomes a call, and nothing in it reaches outside or goes round for ever.
import { expect, test } from 'vitest';
import { operationsOf, readDescription, skeletonOf } from './openapi.ts';

const shop = {
  openapi: '3.1.0',
  servers: [{ url: 'https://{region}.shop.example/v2/', variables: { region: { default: 'cn' } } }],
  paths: {
    '/orders/{order-id}': {
      parameters: [{ name: 'order-id', in: 'path', required: true }],
      get: {
        summary: 'One order',
        parameters: [{ $ref: '#/components/parameters/Lang' }, { name: 'page', in: 'query' }],
      },
      put: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
    },
  },
  components: {
    parameters: { Lang: { name: 'lang', in: 'query', required: true, schema: { default: 'zh' } } },
    schemas: {
      Order: {
        type: 'object',
        properties: {
          note: { type: 'string' },
          count: { type: 'integer' },
          state: { enum: ['open', 'closed'] },
          parent: { $ref: '#/components/schemas/Order' },
          tags: { type: 'array', items: { type: 'string' } },
          far: { $ref: 'https://evil.example/schema.json' },
        },
      },
    },
  },
};

test('lists the operations with their words', () => {
  expect(operationsOf(readDescription(shop)).map(({ label }) => label)).toEqual([
    'GET /orders/{order-id} · One order',
    'PUT /orders/{order-id}',
  ]);
});

test('fills in method, address and required parameters', () => {
  expect(skeletonOf(shop, 'get /orders/{order-id}')).toEqual({
    method: 'GET',
    url: 'https://cn.shop.example/v2/orders/{{ order_id }}',
    query: [{ label: 'lang', expr: 'zh' }],
    headers: [],
    body: '',
  });
});

test('makes a body from the schema; a circle ends and a far reference leads nowhere', () => {
  const body = JSON.parse(skeletonOf(shop, 'put /orders/{order-id}')?.body ?? '{}') as Record<string, unknown>;
  expect(body).toMatchObject({ note: '{{ note }}', count: 0, state: 'open', tags: ['{{ tags }}'], far: '{{ far }}' });
  expect(JSON.stringify(body).length).toBeLessThan(5000);
});

test.each([[null], [[]], [{ swagger: '2.0', paths: {} }], [{ openapi: '3.0.0' }]])('refuses %j', (value) => {
  expect(() => readDescription(value)).toThrow();
});

test('a reference that goes round and a path named like a prototype are nothing', () => {
  const round = { openapi: '3.0.0', paths: { '/a': { post: { requestBody: { $ref: '#/x' } } } }, x: { $ref: '#/x' } };
  expect(skeletonOf(round, 'post /a')?.body).toBe('');
  expect(skeletonOf(round, 'post constructor')).toBeUndefined();
});
