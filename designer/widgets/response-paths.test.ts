// Paths of an answer, and the filling of placeholders for a test call.
import { expect, test } from 'vitest';
import { httpNode } from '#nodes/catalog/http/http.node.ts';
import { filled, membersOf, placeholdersIn } from './response-paths.ts';

const body = { order: { state: '已发货', items: [{ sku: 'A' }, { sku: 'B' }], 'is vip': true }, '3d': 1 };

test('offers each leaf with a name for its variable', () => {
  expect(membersOf(body).map(({ path, name }) => [path, name])).toEqual([
    ['body.order.state', 'state'],
    ['body.order.items', 'items'],
    ['body.order.items[0].sku', 'sku'],
    ["body.order['is vip']", 'is_vip'],
    ["body['3d']", '_3d'],
  ]);
});

test('every offered path is one that the step takes', () => {
  const mapping = membersOf(body).map(({ path, name }) => ({ variable: name, path }));
  const config = { ...httpNode.defaults, url: 'https://e.com', mapping };
  expect(httpNode.check?.(config)).toEqual([]);
});

test('stops at its limit and at its depth', () => {
  expect(membersOf(Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, n])))).toHaveLength(40);
  expect(membersOf('text')).toEqual([{ path: 'body', value: '"text"', name: 'body' }]);
});

test('placeholders are found once and filled in, encoded where asked', () => {
  const texts = ['https://e.com/{{ a.b }}?x={{c}}', '{"n": "{{ a.b }}"}'];
  expect(placeholdersIn(texts)).toEqual(['a.b', 'c']);
  expect(filled(texts[0] ?? '', { 'a.b': 'x/y' }, encodeURIComponent)).toBe('https://e.com/x%2Fy?x=');
});
