// The duplicate warning must fire on rewordings and stay quiet on different questions.
import { describe, expect, it } from 'vitest';
import { similarity } from './similarity.ts';

describe('similarity of questions', () => {
  it('is high for a small rewording in Chinese and in English', () => {
    expect(similarity('怎么申请退款？', '如何申请退款')).toBeGreaterThan(0.5);
    expect(similarity('How do I return an item?', 'How can I return an item')).toBeGreaterThan(0.7);
  });

  it('is low for different questions', () => {
    expect(similarity('怎么申请退款', '门店几点开门')).toBeLessThan(0.2);
    expect(similarity('How do I return an item?', 'What are your opening hours?')).toBeLessThan(0.35);
  });

  it('ignores punctuation and capitals', () => {
    expect(similarity('Refund, please!', 'refund please')).toBe(1);
  });

  it('is zero for an empty text', () => {
    expect(similarity('', '退款')).toBe(0);
  });
});
