// Ask to choose: by button, by words, and what happens with anything else.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const config = {
  prompt: { 'zh-CN': '选哪个？', en: 'Which one?' },
  options: [
    { id: 'refund', label: { 'zh-CN': '退款', en: 'Refund' }, keywords: ['退钱'] },
    { id: 'exchange', label: { 'zh-CN': '换货', en: 'Exchange' } },
  ],
  variable: 'wish',
  interrupt: 'deny',
};

test.each([
  ['zh-CN', '选哪个？', ['退款', '换货']],
  ['en', 'Which one?', ['Refund', 'Exchange']],
])('asks in the language of the customer: %s', (locale, text, labels) => {
  const [asked] = talk(drawAlone('askChoice', config), { locale }).said;
  expect(asked).toMatchObject({ kind: 'choices', text });
  expect(asked?.choices?.map(({ label }) => label)).toEqual(labels);
});

test.each([
  ['refund', '退钱'],
  ['refund', '第一个'],
  ['refund', 'refund'],
  ['exchange', '我想换货'],
  ['exchange', 'the second one'],
])('takes %s from the words %j', (option, words) => {
  const conversation = talk(drawAlone('askChoice', config)).says(words);
  expect(conversation.texts).toEqual([`→${option}`]);
  expect(conversation.vars['wish']).toBe(option);
});

test('takes a pressed button', () => {
  expect(talk(drawAlone('askChoice', config)).chooses('exchange').texts).toEqual(['→exchange']);
});

test('asks once more, with the buttons, and then leaves by other', () => {
  const conversation = talk(drawAlone('askChoice', config), { locale: 'en' }).says('what is the weather');
  expect(conversation.said).toMatchObject([{ kind: 'choices', text: 'Please pick one of these:', choices: [{}, {}] }]);
  expect(conversation.chooses('a button of long ago').texts).toEqual(['→other']);
  expect(conversation.vars['wish']).toBeUndefined();
});

test('silence leaves by noReply', () => {
  const conversation = talk(drawAlone('askChoice', { ...config, noReply }), { locale: 'en' });
  expect(conversation.passes(30_000).texts).toEqual(['Still there?']);
  expect(conversation.passes(60_000).texts).toEqual(['→noReply']);
});

test('options may be called like parts of JavaScript objects', () => {
  const options = ['constructor', '__proto__', 'toString'].map((id) => ({ id, label: id }));
  for (const { id } of options)
    expect(talk(drawAlone('askChoice', { ...config, options })).chooses(id).texts).toEqual([`→${id}`]);
});

test('an option called "error" is an option, not the way of faults', () => {
  const options = [{ id: 'error', label: '报错' }];
  expect(talk(drawAlone('askChoice', { ...config, prompt: '{{ 1 / 0 }}', options })).last.outcome).toBe('faulted');
});
