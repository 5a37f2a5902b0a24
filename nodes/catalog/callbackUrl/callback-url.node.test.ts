// Callback address: one for each visit, kept for the call that sends it and for the wait that follows.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const issued = { url: 'https://here.test/c/1', key: 's:cb:1' };
const outside = { 'callback.issue': () => issued };

test('keeps the address and goes on', () => {
  const c = talk(drawAlone('callbackUrl', { name: 'payment.done' }), { outside });
  expect(c.asked('callback.issue').map(({ request }) => request)).toEqual([{ name: 'payment.done' }]);
  expect(c.vars).toEqual({ callback: issued });
  expect(c.texts).toEqual(['→next']);
});

test('its key is what the wait compares with', () => {
  const flow = drawFlow(
    {
      cb: ['callbackUrl', { name: 'payment.done' }],
      pay: ['waitEvent', { name: 'payment.done', key: 'callback.key', variable: 'paid' }],
      thanks: ['message', { text: '{{ paid.amount }}' }],
      late: ['message', { text: 'late' }],
    },
    ['start.next -> cb', 'cb.next -> pay', 'pay.received -> thanks', 'pay.timeout -> late'],
  );
  const c = talk(flow, { outside });
  const raise = (key: string) => c.happens({ type: 'signal.raised', name: 'payment.done', data: { key, amount: 5 } });
  expect(raise('s:cb:2').texts).toEqual([]);
  expect(raise(issued.key).texts).toEqual(['5']);
});

test('leaves by its error port when no address can be made', () => {
  const failing = {
    'callback.issue': () => {
      throw new Error('no');
    },
  };
  expect(talk(drawAlone('callbackUrl', { name: 'a' }), { outside: failing }).ports('n')).toEqual(['error']);
});
