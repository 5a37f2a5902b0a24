// Summarize: written by the model, or put together from facts.
import { expect, test } from 'vitest';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const flow = (more = {}) =>
  drawAlone(
    'summarize',
    {
      facts: [
        { label: '城市', expr: 'customer.city' },
        { label: '预算', expr: 'customer.budget' },
      ],
      ...more,
    },
    { hearing: true },
  );
const none: Outside = {
  'model.chat': () => {
    throw new Error('none');
  },
};

test.each([
  ['zh-CN', '客户最后说：发票没收到\u3000城市：上海'],
  ['en', 'The customer last said: 发票没收到 · 城市: 上海'],
])('without a model, in %s', (locale, words) => {
  const conversation = talk(flow(), { outside: none, locale, customer: { city: '上海' } }).says('发票没收到');
  expect(conversation.texts).toEqual(['→next']);
  expect(conversation.vars['summary']).toBe(words);
  expect(conversation.asked('contact.update')[0]?.request.values).toEqual({ impression: words });
});

test('by the model; an empty answer falls back on the facts', () => {
  const by = (text: string) =>
    talk(flow(), { outside: { 'model.chat': () => ({ text, json: null, refused: false }) } }).says('发票').vars[
      'summary'
    ];
  expect(by('客户要补开发票。')).toBe('客户要补开发票。');
  expect(by('')).toBe('客户最后说：发票');
});

test('stays out of the profile when it is not wanted there', () => {
  expect(
    talk(flow({ profile: false }), { outside: none })
      .says('hi')
      .asked('contact.update'),
  ).toEqual([]);
});
