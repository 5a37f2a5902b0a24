// Wait for event: by name and key, for a time, and what the customer says meanwhile.
import { expect, test } from 'vitest';
import type { Json } from '#nodes/kit/json.ts';
import { drawAlone, talk, type Talk } from '#nodes/testkit/talk.ts';

const HOUR = 3_600_000;
const raise = (c: Talk, name: string, data: Json = {}) => c.happens({ type: 'signal.raised', name, data });
const waits = (more: Record<string, unknown> = {}) =>
  talk(
    drawAlone('waitEvent', { name: 'payment.done', key: 'customer.order', timeoutMs: HOUR, variable: 'paid', ...more }),
    {
      customer: { order: 42 },
    },
  );

test('goes on with what came when name and key fit, whatever the type of the key', () => {
  const c = waits();
  expect(c.asked('event.await').map(({ request }) => request)).toEqual([{ name: 'payment.done', key: '42' }]);
  expect(raise(c, 'payment.failed', { key: '42' }).texts).toEqual([]);
  expect(raise(c, 'payment.done', { key: '43' }).texts).toEqual([]);
  expect(raise(c, 'payment.done', { key: '42', amount: 5 }).texts).toEqual(['→received']);
  expect(c.vars['paid']).toEqual({ key: '42', amount: 5 });
  expect(c.openTimers).toEqual([]);
});

test('needs no key when it is raised for this conversation', () => {
  expect(raise(waits(), 'payment.done').ports('n')).toEqual(['received']);
});

test('without a key waits for the name alone', () => {
  expect(raise(waits({ key: '' }), 'payment.done', { key: 'x' }).ports('n')).toEqual(['received']);
});

test('leaves after the time, and later events change nothing', () => {
  const c = waits();
  expect(c.passes(HOUR).texts).toEqual(['→timeout']);
  expect(raise(c, 'payment.done', { key: '42' }).texts).toEqual([]);
});

test('keeps waiting while the customer writes, unless told otherwise', () => {
  expect(waits().says('好了吗').ports('n')).toEqual([]);
  expect(waits({ cancelOnMessage: true }).says('算了').ports('n')).toEqual(['cancelled']);
});
