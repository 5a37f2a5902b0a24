// Set: values computed in order, stored where they belong.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

const set = (...assignments: (readonly [string, string])[]) =>
  drawAlone('set', { assignments: assignments.map(([variable, value]) => ({ variable, value })) });

test('later assignments see earlier ones', () => {
  const conversation = talk(set(['price', '19.9'], ['count', '3'], ['总价', 'round(price * count, 1)']));
  expect(conversation.vars).toEqual({ price: 19.9, count: 3, 总价: 59.7 });
  expect(conversation.texts).toEqual(['→next']);
});

test('facts about the customer are stored with the customer', () => {
  const conversation = talk(set(['customer.level', "'VIP'"]), { customer: { name: '王芳' } });
  expect(conversation.last.snapshot.context.customer).toEqual({ name: '王芳', level: 'VIP' });
  expect(conversation.vars).toEqual({});
});

test('declared variables have their first values', () => {
  const flow = {
    ...set(['visits_made', 'seen + 1']),
    variables: [{ name: 'seen', type: 'number' as const, scope: 'session' as const, initial: 4 }],
  };
  expect(talk(flow).vars).toEqual({ seen: 4, visits_made: 5 });
});

test('a failing assignment stores nothing, also not the ones before it', () => {
  const conversation = talk(set(['a', '1'], ['b', '1 / 0']));
  expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { code: 'EXPRESSION_FAILED', node: 'n' } });
  expect(conversation.vars).toEqual({});
});

test('a prototype cannot be reached by name', () => {
  const conversation = talk(set(['customer.__proto__', "{ 'x': 1 }"]));
  expect(conversation.last.outcome).toBe('faulted');
  expect(({} as { x?: number }).x).toBeUndefined();
  const odd = talk(set(['constructor', '1'], ['hasOwnProperty', '2']));
  expect(odd.vars).toEqual({ constructor: 1, hasOwnProperty: 2 });
});

const MINUTE = 60_000;
const QUIET = { enabled: false, afterMs: MINUTE, reminders: [] };

function held(expireMs: number, scope: 'session' | 'customer' | 'flow' = 'session', variable = 'offer') {
  return drawFlow(
    {
      set: ['set', { assignments: [{ variable, value: "'10%'" }], expireMs }],
      ask: [
        'askText',
        { prompt: '{{ offer ?? customer.offer ?? "none" }}', variable: 'said', interrupt: 'deny', noReply: QUIET },
      ],
    },
    ['start.next -> set', 'set.next -> ask', 'ask.answered -> ask'],
    scope === 'session' ? {} : { variables: [{ name: 'offer', type: 'text', scope }] },
  );
}

test.each([
  ['in the conversation', held(15 * MINUTE)],
  ['about the customer', held(15 * MINUTE, 'customer')],
  ['about the customer, by its full name', held(15 * MINUTE, 'session', 'customer.offer')],
  ['in what the flow shares', held(15 * MINUTE, 'flow')],
])('what is to be forgotten is there until its time, and empty from then on: %s', (_where, flow) => {
  const conversation = talk(flow);
  expect(conversation.texts).toEqual(['10%']);
  expect(conversation.passes(14 * MINUTE).says('still?').texts).toEqual(['10%']);
  expect(conversation.passes(MINUTE).says('now?').texts).toEqual(['none']);
  const { vars, customer, flow: shared = {} } = conversation.last.snapshot.context;
  expect([Object.keys(vars), customer, shared]).toEqual([['said'], {}, {}]);
});

test('without a time it stays, and writing it again starts the time anew', () => {
  expect(
    talk(held(0))
      .passes(400 * 24 * 60 * MINUTE)
      .says('?').texts,
  ).toEqual(['10%']);
  const flow = drawFlow(
    {
      ask: ['askText', { prompt: 'And?', variable: 'said', interrupt: 'deny', noReply: QUIET }],
      show: ['message', { text: '{{ offer ?? "none" }}' }],
      way: ['condition', { expression: "said == 'keep'" }],
      brief: ['set', { assignments: [{ variable: 'offer', value: 'said' }], expireMs: 10 * MINUTE }],
      good: ['set', { assignments: [{ variable: 'offer', value: 'said' }] }],
    },
    [
      'start.next -> ask',
      'ask.answered -> show',
      'show.next -> way',
      'way.then -> good',
      'way.else -> brief',
      'brief.next -> ask',
      'good.next -> ask',
    ],
  );
  const conversation = talk(flow)
    .says('one')
    .passes(9 * MINUTE)
    .says('two')
    .passes(9 * MINUTE);
  expect(conversation.says('keep').texts).toEqual(['two', 'And?']);
  expect(conversation.passes(60 * MINUTE).says('three').texts).toEqual(['keep', 'And?']);
  expect(conversation.passes(10 * MINUTE).says('four').texts).toEqual(['none', 'And?']);
});
