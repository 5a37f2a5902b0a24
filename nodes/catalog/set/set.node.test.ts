// Set: values computed in order, stored where they belong.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

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
