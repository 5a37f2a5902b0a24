// Marks between pieces of text, in each language's own form.
import { describe, expect, it } from 'vitest';
import { labelled, listed } from './punctuation.ts';

describe('text that is put together from pieces', () => {
  it('has full-width marks in Chinese of any country', () => {
    for (const locale of ['zh-CN', 'zh', 'zh-TW', 'ZH-hant']) {
      expect(labelled('分享', '售后助手', locale)).toBe('分享：售后助手');
      expect(listed(['姓名', '电话'], locale)).toBe('姓名、电话');
    }
  });

  it('has the marks of Latin script and a space everywhere else', () => {
    for (const locale of ['en', 'en-GB', 'fr', '']) {
      expect(labelled('Share', 'After sales', locale)).toBe('Share: After sales');
      expect(listed(['name', 'phone'], locale)).toBe('name, phone');
    }
  });

  it('adds nothing around a single word or none', () => {
    expect([listed([], 'zh-CN'), listed(['one'], 'en')]).toEqual(['', 'one']);
  });
});
