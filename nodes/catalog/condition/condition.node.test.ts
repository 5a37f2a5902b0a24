// Condition: yes, no, and a condition that fails.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const when = (expression: string) => drawAlone('condition', { expression });

test.each([
  ['customer.amount > 100 and customer.vip', 'then'],
  ['customer.amount > 500', 'else'],
  ['customer.nothing', 'else'],
  ["customer.name == '王芳'", 'then'],
])('%s leads to %s', (expression, port) => {
  const customer = { amount: 300, vip: true, name: '王芳' };
  expect(talk(when(expression), { customer }).texts).toEqual([`→${port}`]);
});

test('a condition that fails ends in an apology that offers a person, with the node named', () => {
  const conversation = talk(when('1 / length(customer.none) > 2'), { locale: 'en' });
  expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { code: 'EXPRESSION_FAILED', node: 'n' } });
  expect(conversation.said[0]?.choices).toEqual([{ id: 'tandem:person', label: 'Talk to a person' }]);
  expect(conversation.ports('n')).toEqual([]);
});

test('an expression that reaches for the host is a fault, not a value', () => {
  expect(talk(when('customer.constructor.constructor')).texts).toEqual(['→else']);
  expect(talk(when("this['process']")).texts).not.toContain('→then');
});
