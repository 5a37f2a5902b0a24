// What the trainer says of a flow follows from its sentences and one measurement of them.
import { describe, expect, it } from 'vitest';
import type { Examined } from '#nodes/wire/trainer.ts';
import type { Taught } from '../document/flow-commands.ts';
import { confusionOf, gapsOf, mistakenIn, mixUpsOf, overlapsOf } from './findings.ts';
import { movedSentence, NO_INTENT, withSentences } from './taught.ts';

const OF: Taught = {
  intents: [
    { id: 'refund', name: '退款', examples: ['我要退款', '怎么退钱', 'refund me'] },
    { id: 'track', name: '物流', examples: ['到哪了', '我要退款'] },
    { id: 'bare', name: '空', examples: [] },
  ],
  outOfScope: [],
};
const RESULT: Examined = {
  judged: 5,
  right: 2,
  lost: 1,
  margin: 0.3,
  enough: false,
  complete: true,
  intents: [
    { id: 'refund', judged: 3, right: 1, lost: 1, sameness: 0.9 },
    { id: 'track', judged: 2, right: 1, lost: 0, sameness: 0.1 },
    { id: 'bare', judged: 0, right: 0, lost: 0, sameness: 0 },
  ],
  mistakes: [
    { intent: 'refund', example: 0, said: 'track', chance: 0.6 },
    { intent: 'refund', example: 2, said: null, chance: 0 },
    { intent: 'track', example: 1, said: 'refund', chance: 0.6 },
  ],
  alike: [{ one: { intent: 'refund', example: 0 }, other: { intent: 'track', example: 1 }, likeness: 1 }],
};
const MEASURED = { result: RESULT, of: OF };

describe('the findings', () => {
  it('name who is taken for whom, with the sentences', () => {
    expect(mixUpsOf(MEASURED)).toEqual([
      { from: 'refund', to: 'track', sentences: ['我要退款'] },
      { from: 'refund', to: NO_INTENT, sentences: ['refund me'] },
      { from: 'track', to: 'refund', sentences: ['我要退款'] },
    ]);
    expect(mistakenIn(MEASURED, 'refund').get('refund me')).toBe(NO_INTENT);
  });

  it('drop an overlap once one of the two sentences is gone', () => {
    expect(overlapsOf(MEASURED, OF)).toHaveLength(1);
    expect(overlapsOf(MEASURED, movedSentence(OF, 'track', NO_INTENT, '我要退款'))).toEqual([]);
  });

  it('put an intent without sentences first, then too alike ones, then few and missing languages', () => {
    expect(gapsOf(OF.intents, ['zh-CN', 'en'], RESULT)).toEqual([
      { kind: 'empty', intent: 'bare' },
      { kind: 'alike', intent: 'refund' },
      { kind: 'few', intent: 'refund', count: 3 },
      { kind: 'few', intent: 'track', count: 2 },
      { kind: 'language', intent: 'track', language: 'en' },
    ]);
  });

  it('miss no language in a flow that speaks one', () => {
    expect(gapsOf(OF.intents, ['zh-CN'], undefined).some(({ kind }) => kind === 'language')).toBe(false);
  });
});

describe('teaching', () => {
  it('never doubles a sentence and never keeps an empty one', () => {
    const once = withSentences(OF, 'track', [' 到哪了 ', '', '查快递']);
    expect(once.intents[1]?.examples).toEqual(['到哪了', '我要退款', '查快递']);
  });

  it('moves a sentence to no intent and back without a trace', () => {
    const there = movedSentence(OF, 'refund', NO_INTENT, 'refund me');
    expect(there.outOfScope).toEqual(['refund me']);
    const back = movedSentence(there, NO_INTENT, 'refund', 'refund me');
    expect(back).toEqual(OF);
  });
});

describe('the confusion table', () => {
  it('shows the most frequent mix-ups, gives every row a cell, and counts the rest', () => {
    const mixUps = Array.from({ length: 40 }, (_, at) => ({
      from: `from ${String(at)}`,
      to: `to ${String(at)}`,
      sentences: ['x'],
    }));
    const { rows, columns, left } = confusionOf(mixUps);
    expect(rows).toHaveLength(14);
    expect(columns).toHaveLength(14);
    expect(left).toBe(26);
    expect(rows.every((row) => mixUps.some(({ from, to }) => from === row && columns.includes(to)))).toBe(true);
  });

  it('has what was not understood as its last column', () => {
    const mixUps = [
      { from: 'a', to: '', sentences: ['x', 'y'] },
      { from: 'a', to: 'b', sentences: ['z'] },
    ];
    expect(confusionOf(mixUps).columns).toEqual(['b', '']);
  });
});
