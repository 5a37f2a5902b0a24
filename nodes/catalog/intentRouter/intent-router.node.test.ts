// Intent router: straight on when it is sure, asking back when two are close, and the ways for everything else.
import { expect, test } from 'vitest';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';
import { intentRouterNode } from './intent-router.node.ts';

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
const model = (intent: unknown): Outside => ({ 'model.chat': () => ({ text: '', json: { intent }, refused: false }) });
const noModel: Outside = {
  'model.chat': () => {
    throw new Error('MODEL_UNAVAILABLE');
  },
};
const meaning = (...scores: (readonly [string, number])[]) => ({
  intents: scores.map(([intent, score]) => ({ intent, score })),
});
const close = meaning(['refund', 0.55], ['exchange', 0.5], ['invoice', 0.1]);
/** Without a model, unless the options bring one. */
const hear = (config: Readonly<Record<string, unknown>> = {}, options: Parameters<typeof talk>[1] = {}) =>
  talk(route(config), { outside: noModel, ...options });

test('goes straight on when one is clearly meant', () => {
  expect(hear().says('退钱', meaning(['refund', 0.9], ['exchange', 0.2])).texts).toEqual(['→refund']);
});

test('none of them is out of scope', () => {
  expect(hear().says('天气', meaning(['refund', 0.2])).texts).toEqual(['→outOfScope']);
  expect(hear().says('天气', { ...close, outOfScope: true }).texts).toEqual(['→outOfScope']);
  expect(hear().says('没有理解').texts).toEqual(['→outOfScope']);
});

test.each([
  ['zh-CN', '您想问的是哪一个？', ['退款', '换货', '发票']],
  ['en', 'Which of these do you mean?', ['Refund', 'Exchange', 'Invoice']],
])('asks back with the candidates when two are close: %s', (locale, text, labels) => {
  const [asked] = hear({}, { locale }).says('东西不好', close).said;
  expect(asked?.text).toBe(text);
  expect(asked?.choices?.map(({ label }) => label)).toEqual(labels);
});

test('asks only about what may be meant', () => {
  const [asked] = hear().says('东西不好', meaning(['exchange', 0.55], ['refund', 0.5])).said;
  expect(asked?.choices?.map(({ id }) => id)).toEqual(['refund', 'exchange']);
});

test('takes the answer by button, by words, or by a clearer sentence', () => {
  const asked = () => hear().says('东西不好', close);
  expect(asked().chooses('exchange').texts).toEqual(['→exchange']);
  expect(asked().says('第一个').texts).toEqual(['→refund']);
  expect(asked().says('想要开个票据', meaning(['invoice', 0.95])).texts).toEqual(['→invoice']);
});

test('any other answer is out of scope', () => {
  const asked = () => hear().says('东西不好', close);
  expect(asked().says('都不是，我问天气').texts).toEqual(['→outOfScope']);
  expect(asked().chooses('old').texts).toEqual(['→outOfScope']);
  expect(asked().submits({}).texts).toEqual(['→outOfScope']);
});

test('silence after asking back leaves by noReply', () => {
  expect(hear({ noReply }).says('东西不好', close).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});

test('without asking back it leaves by unclear when it is unsure', () => {
  expect(hear({ clarify: false }).says('嗯', meaning(['refund', 0.4])).texts).toEqual(['→unclear']);
  expect(hear({ clarify: false }).says('嗯', close).texts).toEqual(['→refund']);
});

test('where it is unsure the model judges, from a closed list', () => {
  const heard = hear({}, { outside: model('exchange') }).says('东西不好', close);
  expect(heard.texts).toEqual(['→exchange']);
  const [asked] = heard.asked('model.chat');
  expect(asked?.request).toMatchObject({
    user: '东西不好',
    schema: { properties: { intent: { enum: ['refund', 'exchange', 'invoice', 'none of them', 'unsure'] } } },
  });
  expect(asked?.request.system).toContain('- exchange: 换货 / Exchange');
});

test('the model is never asked about what is clear, nor when it is switched off', () => {
  const outside = model('invoice');
  const clear = hear({}, { outside }).says('退钱', meaning(['refund', 0.9], ['exchange', 0.2]));
  expect(clear.asked('model.chat')).toEqual([]);
  expect(
    hear({}, { outside })
      .says('天气', meaning(['refund', 0.2]))
      .asked('model.chat'),
  ).toEqual([]);
  const off = hear({ askModel: false }, { outside }).says('东西不好', close);
  expect(off.asked('model.chat')).toEqual([]);
  expect(off.said[0]?.choices?.length).toBe(3);
});

test('the model may say that none is meant', () => {
  expect(hear({}, { outside: model('none of them') }).says('东西不好', close).texts).toEqual(['→outOfScope']);
});

test.each(['unsure', 'constructor', null, { intent: 'refund' }])('the model says %j: the customer is asked', (said) => {
  const asked = hear({}, { outside: model(said) }).says('东西不好', close);
  expect(asked.said[0]?.choices?.map(({ id }) => id)).toEqual(['refund', 'exchange', 'invoice']);
  expect(asked.chooses('refund').texts).toEqual(['→refund']);
});

test('without asking back, what the model cannot tell is unclear', () => {
  const unsure = meaning(['refund', 0.4]);
  expect(hear({ clarify: false }, { outside: model('refund') }).says('嗯', unsure).texts).toEqual(['→refund']);
  expect(hear({ clarify: false }, { outside: model('unsure') }).says('嗯', unsure).texts).toEqual(['→unclear']);
});

test('a router of before asks no model', () => {
  expect(intentRouterNode.upgrades?.[1]?.({ intents })).toEqual({ askModel: false, intents });
});
