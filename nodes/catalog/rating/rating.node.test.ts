// Rating: where good ends and bad begins, on every scale.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const rate = (max = 5, more = {}) => drawAlone('rating', { max, interrupt: 'deny', ...more });

test.each([
  ['zh-CN', '这次服务您满意吗？'],
  ['en', 'How was this conversation?'],
])('asks in the language of the customer: %s', (locale, text) => {
  const [asked] = talk(rate(), { locale }).said;
  expect(asked).toMatchObject({ kind: 'rating', text });
  expect(asked?.choices?.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
});

test.each([
  [2, ['bad', 'good']],
  [3, ['bad', 'neutral', 'good']],
  [5, ['bad', 'bad', 'neutral', 'good', 'good']],
  [10, ['bad', 'bad', 'bad', 'bad', 'neutral', 'neutral', 'good', 'good', 'good', 'good']],
])('a scale of %i is divided fairly', (max, ports) => {
  ports.forEach((port, index) => {
    const conversation = talk(rate(max)).chooses(String(index + 1));
    expect(conversation.texts).toEqual([`→${port}`]);
    expect(conversation.asked('rating.record').map(({ request }) => request)).toEqual([
      { target: 'bot', score: index + 1, max },
    ]);
  });
});

test('takes a written score, for the person where the operator says so', () => {
  const conversation = talk(rate(5, { target: 'agent' })).says('5分');
  expect(conversation.asked('rating.record')[0]?.request).toEqual({ target: 'agent', score: 5, max: 5 });
});

test.each([['你们几点下班'], ['6'], ['0']])('other words are no rating: %j', (words) => {
  const conversation = talk(rate()).says(words);
  expect(conversation.texts).toEqual(['→skipped']);
  expect(conversation.asked('rating.record')).toEqual([]);
});

test('a form or an old button is no rating', () => {
  expect(talk(rate()).submits({}).texts).toEqual(['→skipped']);
  expect(talk(rate()).chooses('refund').texts).toEqual(['→skipped']);
});

test('silence leaves by noReply after an hour', () => {
  expect(talk(rate()).passes(3_599_999).said).toEqual([]);
  expect(talk(rate()).passes(3_600_000).texts).toEqual(['→noReply']);
});
