// Lead push: handed over at once, taken in time, nobody takes it, and what goes wrong.
import { expect, test } from 'vitest';
import { drawAlone, talk, type Talk } from '#nodes/testkit/talk.ts';

const zhou = { id: 'u2', name: 'Zhou' };
const offering = (accepted = false) => ({
  outside: { 'lead.offer': () => ({ leadId: 'l1', owner: zhou, accepted }) },
});
const takes = (conversation: Talk, index = 1, visit = 1) =>
  conversation.happens({
    type: 'effect.completed',
    node: 'n',
    visit,
    index,
    output: { accepted: true, by: zhou },
  });

test('goes on at once when nobody is waited for, and keeps who has the lead', () => {
  const conversation = talk(drawAlone('leadPush', { text: '客户 {{ customer.name }}', variable: 'push' }), {
    ...offering(),
    customer: { name: '小王' },
  });
  expect(conversation.asked('lead.offer').map(({ id, request }) => [id, request])).toEqual([
    ['n:1:0', { rule: 'inTurn', person: '', channel: 'notice', text: '客户 小王', waits: false, dueMs: 0 }],
  ]);
  expect(conversation.texts).toEqual(['→delivered']);
  expect(conversation.vars['push']).toMatchObject({ owner: zhou });
});

test('waits until it is taken, and the clock stops then', () => {
  const conversation = talk(drawAlone('leadPush', { wait: true, deadlineMs: 60_000 }), offering());
  expect(conversation.asked('lead.offer')[0]?.request).toMatchObject({ waits: true, dueMs: 60_000 });
  expect(conversation.texts).toEqual([]);
  expect(conversation.dueIn).toEqual([60_000]);
  expect(conversation.says('还在吗').texts).toEqual([]);
  expect(takes(conversation).texts).toEqual(['→accepted']);
  expect(conversation.asked('lead.settle').map(({ request }) => request)).toEqual([{ state: 'accepted', by: zhou }]);
  expect(conversation.openTimers).toEqual([]);
});

test('leaves by timeout when nobody takes it, and an acceptance after that changes nothing', () => {
  const conversation = talk(drawAlone('leadPush', { wait: true, deadlineMs: 60_000 }), offering());
  expect(conversation.passes(59_999).texts).toEqual([]);
  expect(conversation.passes(1).texts).toEqual(['→timeout']);
  expect(conversation.asked('lead.settle').map(({ request }) => request)).toEqual([{ state: 'lapsed', by: null }]);
  expect(takes(conversation).texts).toEqual([]);
});

test('offers it to somebody else when nobody takes it', () => {
  const conversation = talk(drawAlone('leadPush', { wait: true, deadlineMs: 60_000, escalate: 'boss' }), offering());
  expect(conversation.passes(60_000).texts).toEqual(['→timeout']);
  expect(conversation.asked('lead.offer').map(({ id, request }) => [id, request.rule, request.person])).toEqual([
    ['n:1:0', 'inTurn', ''],
    ['n:1:2', 'person', 'boss'],
  ]);
});

test('goes on when it turns out that it was taken already', () => {
  expect(talk(drawAlone('leadPush', { wait: true }), offering(true)).texts).toEqual(['→accepted']);
});

test.each([false, true])('leaves by error when there is nobody to give it to (wait: %s)', (wait) => {
  const failing = {
    outside: {
      'lead.offer': () => {
        throw new Error('nobody');
      },
    },
  };
  expect(talk(drawAlone('leadPush', { wait }), failing).texts).toEqual(['→error']);
});
