// Intent router: straight on when it is sure, asking back when two are close, and the ways for everything else.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const noReply = {
  enabled: true,
  afterMs: 60_000,
  reminders: [{ afterMs: 30_000, text: { 'zh-CN': '还在吗？', en: 'Still there?' } }],
};

const intents = [
  { id: 'refund', label: { 'zh-CN': '退款', en: 'Refund' } },
  { id: 'exchange', label: { 'zh-CN': '换货', en: 'Exchange' } },
  { id: 'invoice', label: { 'zh-CN': '发票', en: 'Invoice' } },
];
const route = (config: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('intentRouter', { intents, ...config }, { hearing: true });
const meaning = (...scores: (readonly [string, number])[]) => ({
  intents: scores.map(([intent, score]) => ({ intent, score })),
});
const close = meaning(['refund', 0.55], ['exchange', 0.5], ['invoice', 0.1]);

test('goes straight on when one is clearly meant', () => {
  expect(talk(route()).says('退钱', meaning(['refund', 0.9], ['exchange', 0.2])).texts).toEqual(['→refund']);
});

test('none of them is out of scope', () => {
  expect(talk(route()).says('天气', meaning(['refund', 0.2])).texts).toEqual(['→outOfScope']);
  expect(talk(route()).says('天气', { ...close, outOfScope: true }).texts).toEqual(['→outOfScope']);
  expect(talk(route()).says('没有理解').texts).toEqual(['→outOfScope']);
});

test.each([
  ['zh-CN', '您想问的是哪一个？', ['退款', '换货', '发票']],
  ['en', 'Which of these do you mean?', ['Refund', 'Exchange', 'Invoice']],
])('asks back with the candidates when two are close: %s', (locale, text, labels) => {
  const [asked] = talk(route(), { locale }).says('东西不好', close).said;
  expect(asked?.text).toBe(text);
  expect(asked?.choices?.map(({ label }) => label)).toEqual(labels);
});

test('asks only about what may be meant', () => {
  const [asked] = talk(route()).says('东西不好', meaning(['exchange', 0.55], ['refund', 0.5])).said;
  expect(asked?.choices?.map(({ id }) => id)).toEqual(['refund', 'exchange']);
});

test('takes the answer by button, by words, or by a clearer sentence', () => {
  const asked = () => talk(route()).says('东西不好', close);
  expect(asked().chooses('exchange').texts).toEqual(['→exchange']);
  expect(asked().says('第一个').texts).toEqual(['→refund']);
  expect(asked().says('想要开个票据', meaning(['invoice', 0.95])).texts).toEqual(['→invoice']);
});

test('any other answer is out of scope', () => {
  const asked = () => talk(route()).says('东西不好', close);
  expect(asked().says('都不是，我问天气').texts).toEqual(['→outOfScope']);
  expect(asked().chooses('old').texts).toEqual(['→outOfScope']);
  expect(asked().submits({}).texts).toEqual(['→outOfScope']);
});

test('silence after asking back leaves by noReply', () => {
  expect(talk(route({ noReply })).says('东西不好', close).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});

test('without asking back it leaves by unclear when it is unsure', () => {
  expect(talk(route({ clarify: false })).says('嗯', meaning(['refund', 0.4])).texts).toEqual(['→unclear']);
  expect(talk(route({ clarify: false })).says('嗯', close).texts).toEqual(['→refund']);
});
