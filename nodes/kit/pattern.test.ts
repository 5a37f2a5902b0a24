// Patterns: what they match, what they refuse, and that no pattern can make a text expensive.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, type Pattern } from './pattern.ts';

function pattern(source: string, ignoreCase = false): Pattern {
  const compiled = compilePattern(source, { ignoreCase });
  if (!compiled.ok) throw new Error(compiled.problem.message.en);
  return compiled.pattern;
}

describe('a pattern', () => {
  it.each([
    ['abc', 'xabcx', 'abc'],
    ['a.c', 'a\nc abc', 'abc'],
    ['^abc$', 'abc', 'abc'],
    ['^a', 'ba', null],
    ['a$', 'ab', null],
    ['a|bc|d', 'xbc', 'bc'],
    ['(?:ab)+', 'xababy', 'abab'],
    ['(a|ab)(c|bcd)', 'abcd', 'abcd'],
    ['a*', 'baa', ''],
    ['a+?', 'aaa', 'a'],
    ['a{2,3}', 'aaaa', 'aaa'],
    ['a{2}', 'a', null],
    ['a{2,}', 'aaaa', 'aaaa'],
    ['a{0,2}b', 'aaab', 'aab'],
    ['x{,2}', 'x{,2}', 'x{,2}'],
    ['[a-c]+', 'zzabcz', 'abc'],
    ['[^a-c]+', 'abzzc', 'zz'],
    ['[]a]+', 'x]a', ']a'],
    ['[a-]+', 'b-a', '-a'],
    ['[\\d-]+', 'a1-2', '1-2'],
    ['\\d{4}-\\d{2}', '于2026-03完', '2026-03'],
    ['\\w+@\\w+', '(a_b@c)', 'a_b@c'],
    ['\\s+', 'a \u3000b', ' \u3000'],
    ['[\\u4e00-\\u9fff]+', 'abc退款def', '退款'],
    ['[一-龥]{2}', 'a好的吧', '好的'],
    ['\\p{Han}+', 'x退款y', '退款'],
    ['\\P{L}', 'a1', '1'],
    ['\\u{1F600}', 'x😀', '😀'],
    ['.', '😀', '😀'],
    ['^.$', '😀', '😀'],
    ['\\bcat\\b', 'concat cat', 'cat'],
    ['\\.\\*\\\\', 'a.*\\', '.*\\'],
    ['(?i)AbC', 'xaBc', 'aBc'],
    ['退款|退货', '我要退货', '退货'],
    ['()', 'a', ''],
    ['(a*)*b', 'aab', 'aab'],
    ['(|a)+b', 'aab', 'aab'],
  ])('%s in %s', (source, text, found) => {
    expect(pattern(source).find(text)?.text ?? null).toBe(found);
    expect(pattern(source).test(text)).toBe(found !== null);
  });

  it('may ignore case', () => {
    expect(pattern('[A-F]+x', true).find('zzabcX')).toEqual({ start: 2, end: 6, text: 'abcX' });
    expect(pattern('straße', true).test('STRASSE')).toBe(false);
    expect(pattern('é', true).test('É')).toBe(true);
  });

  it.each([
    ['(', 0],
    [')', 0],
    ['a)', 1],
    ['[a', 0],
    ['*', 0],
    ['a**', 1],
    ['a{3,2}', 1],
    ['a{9999}', 1],
    ['[b-a]', 4],
    ['(?=a)', 0],
    ['(?<=a)b', 0],
    ['(?<name>a)', 0],
    ['(a)\\1', 3],
    ['\\k', 0],
    ['\\q', 1],
    ['\\p{Greek}', 2],
    ['\\u12', 2],
    ['\\', 1],
    ['^*', 2],
    ['((a{100}){100}){100}', 0],
    ['a'.repeat(501), 500],
    ['('.repeat(60) + ')'.repeat(60), 50],
  ])('%s is refused with its place', (source) => {
    const compiled = compilePattern(source);
    expect(compiled.ok).toBe(false);
    if (compiled.ok) return;
    expect(compiled.problem.at).toBeLessThanOrEqual(source.length);
    expect(compiled.problem.message['zh-CN']).toMatch(/\p{Script=Han}/u);
  });

  it('agrees with the regular expressions of JavaScript', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '退', '(?:ab|a)', '(?:a|)', '(?:b*a)');
    const repeat = fc.constantFrom('', '', '', '*', '+', '?', '{1,2}', '{2}', '*?', '+?', '??');
    const source = fc
      .array(
        fc.tuple(atom, repeat).map(([a, b]) => a + b),
        { minLength: 1, maxLength: 6 },
      )
      .map((parts) => parts.join(''));
    const alternatives = fc.array(source, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|'));
    const text = fc
      .array(fc.constantFrom('a', 'b', '1', '退', '\n', '😀'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(alternatives, text, (written, subject) => {
        const expected = new RegExp(written, 'u').exec(subject);
        const found = pattern(written).find(subject);
        expect(found?.text ?? null).toBe(expected?.[0] ?? null);
        expect(found?.start ?? null).toBe(expected?.index ?? null);
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (source, text) => {
        const compiled = compilePattern(source);
        if (compiled.ok) compiled.pattern.find(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['(a+)+$', '^(a|a)*$', '(a|aa)+$', '(.*)*x', '([a-z]+)*\\d', '^(a?){50}a{50}$', '(a*)*(b*)*c', '(?:a+a+)+b'])(
    '%s takes 50,000 characters',
    (source) => {
      const text = `${'a'.repeat(50_000)}!`;
      expect(pattern(source).test(text)).toBe(false);
      expect(pattern(source).find(text)).toBeNull();
    },
  );
});
