// Suggestions: chips are offered and the flow goes on.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

test.each([
  ['zh-CN', ['怎么退货', '运费多少']],
  ['en', ['How do I return it', 'Shipping cost']],
])('offers the chips in the language of the customer and goes on: %s', (locale, labels) => {
  const flow = drawAlone('suggestions', {
    text: '猜您想问',
    chips: [
      { 'zh-CN': '怎么退货', en: 'How do I return it' },
      { 'zh-CN': '运费多少', en: 'Shipping cost' },
    ],
  });
  const [chips, next] = talk(flow, { locale }).said;
  expect(chips?.choices?.map(({ label }) => label)).toEqual(labels);
  // The prefix tells the runtime that pressing one is saying it.
  expect(chips?.choices?.every(({ id }) => id.startsWith('say:'))).toBe(true);
  expect(next?.text).toBe('→next');
});

test('stands without words before it', () => {
  expect(talk(drawAlone('suggestions', { chips: ['价格'] })).said[0]).toMatchObject({ kind: 'choices', text: '' });
});
