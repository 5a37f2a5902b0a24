import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSafeAddress, parseInline, parseRichText } from './rich-text.ts';

describe('the safe part of Markdown', () => {
  test('reads paragraphs, lists, emphasis and links', () => {
    expect(parseRichText('您好 **重要**\n\n- 一\n- 二\n\n1. a\n2. b')).toEqual([
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'text', text: '您好 ' },
            { kind: 'strong', text: '重要' },
          ],
        ],
      },
      { kind: 'list', ordered: false, items: [[{ kind: 'text', text: '一' }], [{ kind: 'text', text: '二' }]] },
      { kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]] },
    ]);
  });

  test('links only to pages, mails and calls', () => {
    expect(parseInline('[a](https://example.com) 见 https://example.com/帮助。')).toContainEqual({
      kind: 'link',
      text: 'a',
      href: 'https://example.com',
    });
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      ' JaVaScRiPt:1',
      'file:///etc/passwd',
      '//evil',
    ]) {
      expect(isSafeAddress(bad)).toBe(false);
      expect(parseInline(`[x](${bad.trim()})`).some((part) => part.kind === 'link')).toBe(false);
    }
  });

  test('keeps markup of other languages as plain words', () => {
    const source = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    expect(parseInline(source)).toEqual([{ kind: 'text', text: source }]);
  });

  test('loses no visible character of any text without markup', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'grapheme', maxLength: 300 })
          .filter((text) => !/[*`[\]\n\r]|https?:/u.test(text) && !/^\s*[-•]|^\s*\d+[.)、]/u.test(text)),
        (text) => {
          const shown = parseRichText(text).flatMap((block) =>
            block.kind === 'paragraph' ? block.lines.flat() : block.items.flat(),
          );
          expect(
            shown
              .map((part) => part.text)
              .join('')
              .trim(),
          ).toBe(text.trim());
        },
      ),
    );
  });

  test('reads 20,000 characters of nested marks without stalling', () => {
    expect(parseRichText('**[*`'.repeat(4000)).length).toBeGreaterThan(0);
  });
});
