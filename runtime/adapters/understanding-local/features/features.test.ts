// Sentences become features the same way however they were typed.
import { describe, expect, it } from 'vitest';
import { normalise } from '../text/normalise.ts';
import { tokenise } from '../text/tokenise.ts';
import { languageOf } from '../text/language.ts';
import { createFeatureSpace, fitFeatureSpace, vectorise } from './feature-space.ts';
import { rawFeaturesOf } from './raw-features.ts';

const words = (text: string): string[] => {
  const { text: plain, tokens } = tokenise(normalise(text));
  return tokens.map(({ start, end }) => plain.slice(start, end));
};

describe('features', () => {
  it('are equal for full-width and plain letters, any case and any apostrophe', () => {
    expect(rawFeaturesOf('ＷＨＥＲＥ  is　my ORDER').hashes).toEqual(rawFeaturesOf('where is my order').hashes);
    expect(rawFeaturesOf('I don’t').hashes).toEqual(rawFeaturesOf("i don't").hashes);
  });

  it('are equal for traditional and simplified characters', () => {
    expect(rawFeaturesOf('我要退貨，請問運費誰付').hashes).toEqual(rawFeaturesOf('我要退货，请问运费谁付').hashes);
  });

  it('cut Chinese by words, keep emoji and tone, drop broken surrogates', () => {
    expect(words('请帮我查订单😡！！！')).toEqual(['请', '帮', '我', '查', '订单', '😡', '!!']);
    expect(words('ok\ud83d好')).toEqual(['ok', '好']);
  });

  it('keep head and tail of very long texts', () => {
    const long = normalise(`refund ${'x '.repeat(50_000)}please`);
    expect(long.length).toBeLessThan(2_100);
    expect(long.startsWith('refund')).toBe(true);
    expect(long.endsWith('please')).toBe(true);
  });

  it('make vectors whose two groups have length one, and tell how much is known', () => {
    const raw = rawFeaturesOf('查物流 track my order');
    const space = fitFeatureSpace([{ raw, own: true }], [1, 1, 1]);
    const { values, known } = vectorise(space, raw);
    expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(2, 4);
    expect(known).toEqual([1, 1, 1]);
    expect(vectorise(space, rawFeaturesOf('zzz qqq')).known).toEqual([0, 0, 0]);
  });

  it('are found again among many keys and no others', () => {
    const keys = Int32Array.from({ length: 5_000 }, (_, at) => Math.imul(at + 1, 0x9e37_79b1) | 1);
    const unique = Int32Array.from(new Set(keys));
    const space = createFeatureSpace(unique, new Float32Array(unique.length), unique.length, 1);
    unique.forEach((key, id) => expect(space.find(key)).toBe(id));
    expect(space.find(2)).toBe(-1);
  });
});

describe('the language of a sentence', () => {
  it.each([
    ['我的订单', 'zh'],
    ['我的iPhone坏了', 'zh'],
    ['where is my order', 'en'],
    ['my WeChat name is 李四 thanks a lot', 'en'],
    ['注文はどこですか', 'ja'],
    ['주문', 'ko'],
    ['123 !!', 'und'],
    ['', 'und'],
  ])('of "%s" is %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});
