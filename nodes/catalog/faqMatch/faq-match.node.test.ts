// Match a question: sure ones answered, near ones offered, the rest let go.
import { expect, test } from 'vitest';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const pair = (n: number, score: number) => ({
  passageId: `p${String(n)}`,
  title: '常见问题',
  text: `问题${String(n)}`,
  answer: `答案${String(n)}`,
  score,
});
const found = (...hits: readonly object[]): Outside => ({
  'knowledge.search': () => ({ hits, confidence: 0.5, answer: '', sources: [], modelAvailable: false }),
});
const ask = (outside: Outside, config = {}) =>
  talk(drawAlone('faqMatch', config, { hearing: true }), { outside }).says('怎么退货');

test('a sure match is answered as it was approved, with its source', () => {
  const conversation = ask(found(pair(1, 0.9), pair(2, 0.5)));
  expect(conversation.said).toMatchObject([
    { text: '答案1', sources: [{ title: '常见问题', quote: '问题1' }] },
    { text: '→hit' },
  ]);
});

test('near ones are offered; a pressed one is answered', () => {
  const conversation = ask(found(pair(1, 0.5), pair(2, 0.4), pair(3, 0.1)));
  expect(conversation.said).toMatchObject([
    {
      kind: 'choices',
      text: '您是想问下面哪一个？',
      choices: [{ label: '问题1' }, { label: '问题2' }, { id: 'faq:none', label: '都不是' }],
    },
  ]);
  expect(conversation.said[0]?.choices).toHaveLength(3);
  expect(conversation.chooses('faq:1').texts).toEqual(['答案2', '→hit']);
});

test('none of them leaves by miss, as does a question that was not offered', () => {
  expect(ask(found(pair(1, 0.5))).chooses('faq:none').texts).toEqual(['→miss']);
  expect(ask(found(pair(1, 0.5), pair(2, 0.1))).chooses('faq:1').texts).toEqual(['→miss']);
});

test('other words are looked up anew', () => {
  let round = 0;
  const outside: Outside = {
    'knowledge.search': () => ({
      hits: [pair(1, (round += 1) === 1 ? 0.5 : 0.9)],
      confidence: 1,
      answer: '',
      sources: [],
      modelAvailable: false,
    }),
  };
  expect(ask(outside).says('我要退货').texts).toEqual(['答案1', '→hit']);
});

test('a passage without an approved answer is no match', () => {
  expect(ask(found({ passageId: 'p', title: 't', text: 'x', score: 0.99 })).texts).toEqual(['→miss']);
  expect(ask(found()).texts).toEqual(['→miss']);
});

test('without offering, near ones go their own way', () => {
  const conversation = ask(found(pair(1, 0.5)), { showNear: false });
  expect(conversation.texts).toEqual(['→near']);
  expect(conversation.vars['faqNear']).toHaveLength(1);
});
