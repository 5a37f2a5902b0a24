// Script: what goes in, what comes out, and which way it leaves.
import { expect, test } from 'vitest';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const config = {
  code: 'output.total = input.amount * 2; return "review";',
  inputs: [{ name: 'amount', expr: 'customer.amount + 1', type: 'number' }],
  outputs: [{ name: 'total', type: 'number' }],
  exits: [{ id: 'review', label: '要复核' }],
};
const draw = (more: Readonly<Record<string, unknown>> = {}) => drawAlone('script', { ...config, ...more });
const gives = (exit: string, total: unknown = 42): Outside => ({
  'script.run': () => ({ exit, values: { total } }),
  'script.call': () => ({ exit, values: { total } }),
});

test('is asked with its inputs computed, and leaves by the exit it chose', () => {
  const conversation = talk(draw(), { customer: { amount: 20 }, outside: gives('review') });
  expect(conversation.asked('script.run')[0]?.request).toMatchObject({
    language: 'typescript',
    code: config.code,
    input: { amount: 21 },
    outputs: [{ name: 'total', type: 'number' }],
    exits: ['review'],
    timeoutMs: 250,
  });
  expect(conversation.texts).toEqual(['→review']);
  expect(conversation.vars['total']).toBe(42);
});

test('leaves by ok when it chose no exit', () => {
  expect(talk(draw(), { outside: gives('ok') }).texts).toEqual(['→ok']);
});

test('leaves by error when it was stopped, and keeps nothing', () => {
  const outside: Outside = {
    'script.run': () => {
      throw new Error('stopped');
    },
  };
  const conversation = talk(draw(), { outside });
  expect(conversation.texts).toEqual(['→error']);
  expect(conversation.vars).not.toHaveProperty('total');
});

test('with hosts it runs beside the turn, with them, its time and its retries', () => {
  const conversation = talk(draw({ hosts: ['api.example.com'], timeoutMs: 8000, retry: { max: 1, backoffMs: 500 } }), {
    outside: gives('review'),
  });
  expect(conversation.asked('script.run')).toEqual([]);
  expect(conversation.asked('script.call')[0]?.request).toMatchObject({
    hosts: ['api.example.com'],
    timeoutMs: 8000,
    retry: { max: 1, backoffMs: 500 },
  });
  expect(conversation.texts).toEqual(['→review']);
});

test('an input that cannot be computed leaves by error', () => {
  const conversation = talk(draw({ inputs: [{ name: 'a', expr: '1 / 0', type: 'number' }] }), { outside: gives('ok') });
  expect(conversation.texts).toEqual(['→error']);
  expect(conversation.asked('script.run')).toEqual([]);
});

test('code is taken as it is, whatever looks like a placeholder in it', () => {
  const code = 'output.x = "{{ customer.secret }}" + `${input.amount}`;';
  expect(talk(draw({ code }), { outside: gives('ok') }).asked('script.run')[0]?.request.code).toBe(code);
});

test.each([
  [{ code: ' ' }, '/code'],
  [{ exits: [{ id: 'error', label: '' }] }, '/exits/0/id'],
  [
    {
      exits: [
        { id: 'a', label: '' },
        { id: 'a', label: '' },
      ],
    },
    '/exits/1/id',
  ],
  [{ hosts: ['https://a.example/x'] }, '/hosts/0'],
  [{ timeoutMs: 5000 }, '/timeoutMs'],
  [
    {
      outputs: [
        { name: 'a', type: 'text' },
        { name: 'a', type: 'text' },
      ],
    },
    '/outputs/1/name',
  ],
])('says what is wrong: %j', (more, field) => {
  const found = validateFlow(draw(more)).filter(({ node }) => node === 'n');
  expect(found.map((problem) => problem.field)).toContain(field);
});
