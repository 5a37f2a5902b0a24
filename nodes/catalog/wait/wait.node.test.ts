// Wait: a length of time, a point in time, and a customer who does not wait.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const HOUR = 3_600_000;

test('goes on when the time has passed, not before', () => {
  const conversation = talk(drawAlone('wait', { durationMs: HOUR }));
  expect(conversation.dueIn).toEqual([HOUR]);
  expect(conversation.passes(HOUR - 1).said).toEqual([]);
  expect(conversation.passes(1).texts).toEqual(['→due']);
});

test.each([
  ['now + 90000', 90_000],
  // 10:00 in Shanghai when the conversation begins.
  ["'2026-11-23T12:30:00'", 2.5 * HOUR],
  ["'2026-11-24'", 14 * HOUR],
  ['now - 5000', 100],
])('waits until %s', (until, ms) => {
  const conversation = talk(drawAlone('wait', { mode: 'until', until }));
  expect(conversation.dueIn).toEqual([ms]);
  expect(conversation.passes(ms).texts).toEqual(['→due']);
});

test.each([["'soon'"], ['now + 10 ** 12'], ['customer.none'], ['now + 1000 * 86400000'], ['1 / 0']])(
  'a time that is none ends in an apology: %s',
  (until) => {
    const conversation = talk(drawAlone('wait', { mode: 'until', until }));
    expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { node: 'n' } });
    expect(conversation.openTimers).toEqual([]);
  },
);

test.each([
  ['a message', (c: ReturnType<typeof talk>) => c.says('喂')],
  ['a button', (c: ReturnType<typeof talk>) => c.chooses('x')],
  ['a form', (c: ReturnType<typeof talk>) => c.submits({})],
])('%s cancels the waiting', (_name, act) => {
  const conversation = act(talk(drawAlone('wait', { durationMs: HOUR })));
  expect(conversation.texts).toEqual(['→cancelled']);
  expect(conversation.openTimers).toEqual([]);
  expect(conversation.passes(HOUR).said).toEqual([]);
});

test('a wait that must not be cancelled goes on waiting', () => {
  const conversation = talk(drawAlone('wait', { durationMs: HOUR, cancelOnMessage: false }));
  conversation.passes(HOUR / 2);
  expect(conversation.says('喂').said).toEqual([]);
  expect(conversation.dueIn).toEqual([HOUR / 2]);
});
