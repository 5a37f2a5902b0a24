// Ask to confirm: yes, no, neither.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const config = {
  prompt: { 'zh-CN': '订单 {{ customer.order }}，对吗？', en: 'Order {{ customer.order }}, right?' },
  variable: 'sure',
  interrupt: 'deny',
};

test.each([
  ['zh-CN', '订单 A1，对吗？', ['是', '否']],
  ['en', 'Order A1, right?', ['Yes', 'No']],
])('asks in the language of the customer: %s', (locale, text, labels) => {
  const [asked] = talk(drawAlone('askConfirm', config), { locale, customer: { order: 'A1' } }).said;
  expect(asked?.text).toBe(text);
  expect(asked?.choices?.map(({ label }) => label)).toEqual(labels);
});

test.each([
  ['好的', 'yes', true],
  ['没问题', 'yes', true],
  ['不用了', 'no', false],
  ['nope', 'no', false],
])('hears %j as %s', (words, port, value) => {
  const conversation = talk(drawAlone('askConfirm', config)).says(words);
  expect(conversation.texts).toEqual([`→${port}`]);
  expect(conversation.vars['sure']).toBe(value);
});

test('takes the buttons', () => {
  expect(talk(drawAlone('askConfirm', config)).chooses('no').texts).toEqual(['→no']);
  expect(talk(drawAlone('askConfirm', config)).chooses('yes').texts).toEqual(['→yes']);
});

test('a doubt is asked again about, then leaves by unclear', () => {
  const conversation = talk(drawAlone('askConfirm', config)).says('不知道');
  expect(conversation.texts).toEqual(['请回答「是」或「否」：']);
  expect(conversation.says('随便').texts).toEqual(['→unclear']);
});

test('silence leaves by noReply', () => {
  expect(talk(drawAlone('askConfirm', { ...config, noReply })).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});
