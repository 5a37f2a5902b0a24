// Job: queued and on, or waited for; the result, a failure, and the end of the time.
import { expect, test } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawAlone, talk, type Talk } from '#nodes/testkit/talk.ts';

const happens = (conversation: Talk, event: Parameters<Talk['happens']>[0]) =>
  conversation.happens({ node: 'n', visit: 1, index: 0, ...event });

test('is queued with the turn and goes on at once', () => {
  const flow = drawAlone('job', { queue: 'print', payload: '{"to": "{{ customer.name }}", "n": "{{ customer.n }}"}' });
  const conversation = talk(flow, { customer: { name: '小王', n: 2 } });
  expect(conversation.asked('job.enqueue').map(({ id, request }) => [id, request])).toEqual([
    ['n:1:0', { queue: 'print', payload: { to: '小王', n: 2 }, tries: 3, waits: false, dueMs: 0 }],
  ]);
  expect(conversation.texts).toEqual(['→queued']);
});

test('waits for the result and keeps it', () => {
  const conversation = talk(drawAlone('job', { queue: 'quote', wait: true, deadlineMs: 60_000, variable: 'quote' }));
  expect(conversation.texts).toEqual([]);
  expect(conversation.says('?').texts).toEqual([]);
  happens(conversation, { type: 'effect.completed', output: { result: { price: 5 } } });
  expect(conversation.texts).toEqual(['→done']);
  expect(conversation.vars['quote']).toEqual({ price: 5 });
  expect(conversation.openTimers).toEqual([]);
});

test('leaves by error when the program gives up', () => {
  const conversation = talk(drawAlone('job', { queue: 'quote', wait: true }));
  happens(conversation, { type: 'effect.failed', error: { code: 'JOB_FAILED', message: 'no paper' } });
  expect(conversation.texts).toEqual(['→error']);
});

test('leaves by error when the time is up; the job is void and a late result changes nothing', () => {
  const conversation = talk(drawAlone('job', { queue: 'quote', wait: true, deadlineMs: 60_000 }));
  expect(conversation.passes(60_000).texts).toEqual(['→error']);
  expect(conversation.asked('job.cancel')).toHaveLength(1);
  happens(conversation, { type: 'effect.completed', output: { result: 1 } });
  expect(conversation.texts).toEqual([]);
});

test('asks for a queue and for JSON', () => {
  const type = NODE_TYPES['job']!;
  expect(type.check?.({ ...type.defaults, payload: '{' }).map(({ field }) => field)).toEqual(['/queue', '/payload']);
});
