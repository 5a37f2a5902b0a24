// On intent: which meaning begins a branch, and when it may cut in.
import { expect, test } from 'vitest';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const draw = (config: Readonly<Record<string, unknown>> = {}, ask: Readonly<Record<string, unknown>> = {}) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '?', ...ask }] as NodeSketch,
      n: ['onIntent', { intents: ['refund'], ...config }] as NodeSketch,
      hit: ['message', { text: '→matched' }] as NodeSketch,
    },
    ['start.next -> ask', 'n.matched -> hit'],
  );
const refund = (score: number, more = {}) => ({ intents: [{ intent: 'refund', score }], ...more });

test('begins when the intent is meant surely enough', () => {
  expect(talk(draw()).says('想退钱', refund(0.5)).texts[0]).toBe('→matched');
  expect(talk(draw()).says('想退钱', refund(0.49)).texts).toEqual([]);
  expect(talk(draw({ minScore: 0.9 })).says('想退钱', refund(0.8)).texts).toEqual([]);
});

test('looks at the best intent only, and not at all when none is meant', () => {
  const both = {
    intents: [
      { intent: 'other', score: 0.8 },
      { intent: 'refund', score: 0.7 },
    ],
  };
  expect(talk(draw()).says('?', both).texts).toEqual([]);
  expect(talk(draw()).says('?', refund(0.9, { outOfScope: true })).texts).toEqual([]);
  expect(talk(draw()).says('没有理解').texts).toEqual([]);
});

test('respects a question that forbids it, and its own setting', () => {
  expect(
    talk(draw({}, { interrupt: 'deny' }))
      .says('想退钱', refund(0.9))
      .ports('ask'),
  ).toEqual(['answered']);
  expect(
    talk(draw({ mayInterrupt: false }))
      .says('想退钱', refund(0.9))
      .ports('ask'),
  ).toEqual(['answered']);
});

test('does not cut into an answer that is surely meant for the question', () => {
  const conversation = talk(draw({}, { pattern: '\\d{4}' }));
  expect(conversation.says('1234', refund(0.99)).ports('ask')).toEqual(['answered']);
});

test('the higher priority wins', () => {
  const flow = drawFlow(
    { a: ['onIntent', { intents: ['refund'] }], b: ['onIntent', { intents: ['refund'], priority: 5 }] },
    ['start.next -> start'],
  );
  const resting = { ...flow, edges: [] };
  expect(talk(resting).says('想退钱', refund(0.9)).path).toContain('b.matched');
});
