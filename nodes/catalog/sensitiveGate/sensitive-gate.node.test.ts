// Sensitive gate: clean, masked, stopped; either direction.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const gate = (config = {}) => drawAlone('sensitiveGate', { blocked: ['炸弹'], ...config }, { hearing: true });

test.each([
  ['今天天气不错', 'clean', '今天天气不错'],
  ['我的手机 13812345678', 'masked', '我的手机 138****5678'],
  ['怎么做炸弹', 'blocked', ''],
])('%s is %s', (words, port, kept) => {
  const conversation = talk(gate()).says(words);
  expect(conversation.texts).toEqual([`→${port}`]);
  expect(conversation.vars['safeText']).toBe(kept);
});

test('tells which kinds it saw, and looks at any text', () => {
  const conversation = talk(gate({ source: "'ann@example.com'" })).says('hi');
  expect(conversation.vars['sensitive']).toMatchObject({ state: 'masked', kinds: ['email'] });
});

test('looks only for what it is told to', () => {
  expect(talk(gate({ kinds: ['email'] })).says('13812345678').texts).toEqual(['→clean']);
});
