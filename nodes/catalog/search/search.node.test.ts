// Search: what is found is stored; nothing and failures have ways of their own.
import { expect, test } from 'vitest';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const hit = { passageId: 'p1', title: '保修', text: '保修两年。', score: 0.8 };
const found = (hits: readonly object[]): Outside => ({
  'knowledge.search': () => ({ hits, confidence: 0.8, answer: '', sources: [], modelAvailable: false }),
});

test('stores the passages', () => {
  const conversation = talk(
    drawAlone('search', { query: '{{ turn.text }} 保修', baseIds: ['b1'] }, { hearing: true }),
    { outside: found([hit]) },
  ).says('手机');
  expect(conversation.texts).toEqual(['→found']);
  expect(conversation.vars['found']).toEqual([hit]);
  expect(conversation.asked('knowledge.search')[0]?.request).toEqual({
    question: '手机 保修',
    baseIds: ['b1'],
    topK: 5,
    minScore: 0.3,
  });
});

test('nothing found', () => {
  const conversation = talk(drawAlone('search'), { outside: found([]) });
  expect(conversation.texts).toEqual(['→empty']);
  expect(conversation.vars['found']).toEqual([]);
});

test('a failing store leaves by error', () => {
  const outside: Outside = {
    'knowledge.search': () => {
      throw new Error('down');
    },
  };
  expect(talk(drawAlone('search'), { outside }).texts).toEqual(['→error']);
});
