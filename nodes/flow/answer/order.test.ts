// Order numbers as customers write them.
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { valueOf, write } from '#nodes/testkit/answering.ts';

describe('an order number', () => {
  const spec: AnswerSpec = { kind: 'order', patterns: ['[A-Z]{2}\\d{8}', '\\d{12,16}'] };

  it.each([
    ['ab12345678', 'AB12345678'],
    ['我的订单号是AB12345678麻烦查一下', 'AB12345678'],
    ['AB 1234 5678', 'AB12345678'],
    ['ＡＢ１２３４５６７８', 'AB12345678'],
    ['202603051234', '202603051234'],
  ])('%s', (text, expected) => {
    expect(valueOf(spec, text)).toBe(expected);
  });

  it.each(['AB123456789', '没有', '12345', 'XAB12345678'])('%s is none', (text) => {
    expect(write(spec, text).ok).toBe(false);
  });
});
