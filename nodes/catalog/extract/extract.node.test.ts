// Extract: by form, by model, and what is missing.
import { expect, test } from 'vitest';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const facts = [
  { name: 'date', label: { 'zh-CN': '日期', en: 'date' }, kind: 'date', required: true },
  {
    name: 'people',
    label: { 'zh-CN': '人数', en: 'people' },
    kind: 'number',
    required: false,
    words: ['位', '人', 'guests'],
  },
  { name: 'mood', label: '场合', kind: 'text', required: false },
];
const flow = drawAlone('extract', { facts, variable: 'facts' }, { hearing: true });
const none: Outside = {
  'model.chat': () => {
    throw new Error('none');
  },
};
const model = (json: object): Outside => ({ 'model.chat': () => ({ text: '', json, refused: false }) });

test.each([
  ['zh-CN', '明天来四位', { date: '2026-11-24', people: 4 }, '→ok'],
  ['en', 'next Friday with 6 guests', { date: '2026-12-04', people: 6 }, '→ok'],
  ['zh-CN', '我们四位', { people: 4 }, '→partial'],
  ['zh-CN', '你好', {}, '→partial'],
])('without a model, %s: %s', (locale, words, values, way) => {
  const conversation = talk(flow, { outside: none, locale }).says(words);
  expect(conversation.vars['facts']).toEqual(values);
  expect(conversation.texts).toEqual([way]);
});

test('a model adds what has no form; what was read by its form comes first', () => {
  const conversation = talk(flow, { outside: model({ date: '2027-01-01', people: null, mood: '生日' }) }).says(
    '明天给妈妈过生日',
  );
  expect(conversation.vars['facts']).toEqual({ date: '2026-11-24', people: null, mood: '生日' });
  expect(conversation.texts).toEqual(['→ok']);
  expect(conversation.asked('model.chat')[0]?.request.schema).toMatchObject({
    properties: { people: { type: ['number', 'null'] } },
  });
});
