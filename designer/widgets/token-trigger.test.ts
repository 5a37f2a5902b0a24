// When the variable picker opens, and what choosing does to the text.
import { expect, it } from 'vitest';
import { insertVariable, triggerAt } from './token-trigger.ts';

it('opens after two braces and after a slash at the start of a word', () => {
  expect(triggerAt('您好 {{', 5, 'template')).toEqual({ from: 3, query: '' });
  expect(triggerAt('{{ cust', 7, 'template')).toEqual({ from: 0, query: 'cust' });
  expect(triggerAt('/ord', 4, 'template')).toEqual({ from: 0, query: 'ord' });
  expect(triggerAt('订单 /订', 5, 'template')).toEqual({ from: 3, query: '订' });
});

it('does not open in addresses, dates and finished placeholders', () => {
  expect(triggerAt('https://x', 9, 'template')).toBeNull();
  expect(triggerAt('1/2', 3, 'template')).toBeNull();
  expect(triggerAt('{{ name }}', 10, 'template')).toBeNull();
});

it('follows a name in an expression, not the words inside quotes', () => {
  expect(triggerAt('amount > ord', 12, 'expression')).toEqual({ from: 9, query: 'ord' });
  expect(triggerAt("name == 'ord", 12, 'expression')).toBeNull();
});

it('puts the variable in place of what was typed and closes the braces once', () => {
  expect(insertVariable('Hi {{cu', 3, 7, 'customer.name', 'template')).toEqual({
    text: 'Hi {{ customer.name }}',
    caret: 22,
  });
  expect(insertVariable('Hi {{cu}} bye', 3, 7, 'customer.name', 'template').text).toBe('Hi {{ customer.name }} bye');
  expect(insertVariable('a > or', 4, 6, 'order_no', 'expression')).toEqual({ text: 'a > order_no', caret: 12 });
});
