// Many keyword rules at once: which one wins, where words end, and texts made to be slow.
import { describe, expect, it } from 'vitest';
import { createKeywordMatcher, normalizeKeyword, type KeywordRule } from './keyword-matcher.ts';

type Rule = Partial<KeywordRule<string>> & { readonly words: readonly string[] };

function winner(rules: readonly Rule[], text: string): string | undefined {
  const match = createKeywordMatcher(
    rules.map((rule) => ({ match: 'contains', priority: 0, value: rule.words[0] ?? '', ...rule })),
  );
  return match(text)?.value;
}

describe('which rule wins', () => {
  it('the higher priority, then the longer word, then the earlier rule', () => {
    expect(winner([{ words: ['退货退款'] }, { words: ['退货'], priority: 1 }], '我要退货退款')).toBe('退货');
    expect(winner([{ words: ['退货'] }, { words: ['退货退款'] }], '我要退货退款')).toBe('退货退款');
    expect(
      winner(
        [
          { words: ['退货'], value: 'a' },
          { words: ['退货'], value: 'b' },
        ],
        '退货',
      ),
    ).toBe('a');
    expect(
      winner(
        [
          { words: ['退货'], match: 'exact', value: 'a' },
          { words: ['退货'], match: 'exact', value: 'b' },
        ],
        '退货',
      ),
    ).toBe('a');
    expect(
      winner(
        [
          { words: ['退货'], match: 'exact', value: 'a' },
          { words: ['退货'], match: 'exact', priority: 2, value: 'b' },
        ],
        '退货',
      ),
    ).toBe('b');
  });

  it('also across the ways of matching', () => {
    const rules: readonly Rule[] = [
      { words: ['退'], match: 'starts', value: 'starts' },
      { words: ['退货吗'], match: 'exact', value: 'exact' },
      { words: ['.货'], match: 'pattern', priority: -1, value: 'pattern' },
    ];
    expect(winner(rules, '退货吗')).toBe('exact');
    expect(winner(rules, '退货了')).toBe('starts');
    expect(winner(rules, '换货')).toBe('pattern');
    expect(winner(rules, '你好')).toBeUndefined();
  });

  it('of overlapping words none is missed', () => {
    const rules = ['货退', '退货', '我要退货了', '要退'].map((word) => ({ words: [word] }));
    expect(winner(rules, '我要退货')).toBe('退货');
    expect(winner(rules, '换货退款')).toBe('货退');
    expect(winner([{ words: ['she'] }, { words: ['he'] }, { words: ['hers'] }], 'hers')).toBe('hers');
    expect(winner([{ words: ['abcd'] }, { words: ['bc'] }], '一abcx')).toBeUndefined();
    expect(winner([{ words: ['一二三四'] }, { words: ['二三'] }], '一二三五')).toBe('二三');
  });
});

describe('where words end', () => {
  it.each([
    ['art', 'start', undefined],
    ['art', 'art.', 'art'],
    ['art', 'modern art!', 'art'],
    ['art', '看art展', 'art'],
    ['5g', '15g', undefined],
    ['退货', '怎么退货呢', '退货'],
    ['vip卡', '我的VIP卡', 'vip卡'],
    ['c++', 'learn C++ now', 'c++'],
    ['😀', '好😀的', '😀'],
    ['ﬁ', 'ﬁ', 'ﬁ'],
    ['refund  please', 'Refund please', 'refund  please'],
  ])('%j in %j gives %j', (word, text, expected) => {
    expect(winner([{ words: [word] }], text)).toBe(expected);
  });

  it('full width, case, blanks and punctuation at the ends do not matter', () => {
    expect(normalizeKeyword('  ＶＩＰ　会员！？ ')).toBe('vip 会员');
    expect(winner([{ words: ['人工。'], match: 'exact' }], '「人工」')).toBe('人工。');
    expect(winner([{ words: ['  '] }, { words: ['！'] }], '！')).toBeUndefined();
  });

  it('a rule that starts the text must stand at its start', () => {
    expect(winner([{ words: ['查'], match: 'starts' }], '“查订单')).toBe('查');
    expect(winner([{ words: ['查'], match: 'starts' }], '请查订单')).toBeUndefined();
  });
});

describe('many rules and long texts', () => {
  const rules: readonly Rule[] = Array.from({ length: 200 }, (_, index) => ({
    words: [`关键词${String(index)}号`, `word${String(index)}`],
    value: String(index),
    priority: index % 3,
  }));

  it('finds the right one of 200', () => {
    for (const index of [0, 7, 199]) {
      expect(winner(rules, `我想问关键词${String(index)}号的事`)).toBe(String(index));
      expect(winner(rules, `about word${String(index)}, please`)).toBe(String(index));
    }
  });

  it('reads each character of a text once, however many rules and matches there are', () => {
    const match = createKeywordMatcher(
      rules.map((rule) => ({ match: 'contains' as const, priority: 0, value: '', ...rule })),
    );
    const ending = `${'关键词'.repeat(6666)}关键词7号`;
    expect(match(ending)?.value).toBe('7');
    expect(match('word1 '.repeat(4000))?.value).toBe('1');
    expect(match('!'.repeat(20_000))).toBeUndefined();
    expect(match(`${'!'.repeat(20_000)}x`)).toBeUndefined();
  });

  it('words that repeat themselves do not make it slow', () => {
    const nested: readonly Rule[] = Array.from({ length: 200 }, (_, index) => ({
      words: ['退'.repeat(index + 1)],
      value: String(index),
    }));
    expect(winner(nested, '退'.repeat(20_000))).toBe('199');
  });

  it('a pattern made to be slow ends, and one that cannot be read is left out', () => {
    expect(winner([{ words: ['(a+)+$'], match: 'pattern' }], `${'a'.repeat(20_000)}!`)).toBeUndefined();
    expect(winner([{ words: ['(', '退货'], match: 'pattern', value: 'x' }], '退货')).toBe('x');
  });

  it.each([['\ud83d'], ['\u202e退货'], ['e\u0301'.repeat(10_000)], ['']])('takes any text: %j', (text) => {
    expect(() => winner(rules, text)).not.toThrow();
  });
});
