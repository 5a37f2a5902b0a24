// Transform: text from a template, data from an expression, an error that changes nothing.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

test('a template becomes text in the language of the customer', () => {
  const flow = drawAlone('transform', {
    text: { 'zh-CN': '{{ customer.name }}您好', en: 'Dear {{ customer.name }}' },
    variable: 'greeting',
  });
  expect(talk(flow, { customer: { name: '王芳' } }).vars).toEqual({ greeting: '王芳您好' });
  expect(talk(flow, { customer: { name: 'Ann' }, locale: 'en' }).vars).toEqual({ greeting: 'Dear Ann' });
});

test('an expression becomes data', () => {
  const flow = drawAlone('transform', {
    mode: 'json',
    expression: "{ 'a': 1 + 1, 'b': [customer.name] }",
    variable: 'x',
  });
  expect(talk(flow, { customer: { name: '王' } }).vars).toEqual({ x: { a: 2, b: ['王'] } });
});

test('what cannot be computed leaves by error and changes nothing', () => {
  const conversation = talk(drawAlone('transform', { mode: 'json', expression: '1 / 0', variable: 'x' }));
  expect(conversation.texts).toEqual(['→error']);
  expect(conversation.vars).toEqual({});
});
