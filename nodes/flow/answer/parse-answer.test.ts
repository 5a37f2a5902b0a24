// What holds for every kind of answer: any text is safe.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { write } from '#nodes/testkit/answering.ts';

const SPECS: readonly AnswerSpec[] = [
  { kind: 'text', pattern: '(a+)+$' },
  { kind: 'number' },
  { kind: 'date', timeZone: 'Asia/Shanghai' },
  { kind: 'phone', region: 'any' },
  { kind: 'email' },
  { kind: 'order', patterns: ['(\\d+)+x', '[A-Z]+\\d*'] },
  {
    kind: 'choice',
    options: [
      { id: 'a', label: '选项' },
      { id: 'b', label: '' },
    ],
    multiple: true,
    fuzzy: true,
  },
  { kind: 'confirm' },
  { kind: 'rating', max: 5 },
];

describe('every reader', () => {
  it('takes any text without throwing, and gives a reason when it refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('zh-CN', 'en'), (text, locale) => {
        for (const spec of SPECS) {
          const answer = write(spec, text, locale);
          if (!answer.ok) expect(answer.reason).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['spaces', ' '],
    ['stops', '。'],
    ['digits', '1'],
    ['ats', '@'],
    ['dots', 'a.'],
    ['emoji', '😀'],
    ['lone surrogates', '\ud83d'],
    ['Chinese digits', '一'],
    ['English numbers', 'one '],
    ['digit groups', ',111'],
    ['words', 'aa'],
    ['stars', '⭐'],
    ['dashes', '1-'],
    ['noes', '不'],
  ])('takes 20,000 characters of %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(20_000 / unit.length));
    for (const spec of SPECS) for (const end of ['', 'x', '!']) expect(write(spec, text + end)).toHaveProperty('ok');
  });
});
