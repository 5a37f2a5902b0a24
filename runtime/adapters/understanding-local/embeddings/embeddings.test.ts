// Word vectors: what is near in meaning is near in direction, within a language and across.
import { describe, expect, it } from 'vitest';
import { normalise } from '../text/normalise.ts';
import { bundledMeaning, bundledTables } from './bundled-tables.ts';
import { rememberVectors } from './remembered-vectors.ts';
import { bytesFromTable, parseTable } from './static-table.ts';
import { eachSpacedWord, eachUnspacedWord } from './table-words.ts';
import { wordHash } from './word-hash.ts';

function nearness(one: string, other: string): number {
  const [a, b] = [bundledMeaning(normalise(one)), bundledMeaning(normalise(other))];
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

describe('the bundled tables', () => {
  it.each([
    ['i want my money back', 'can i get a refund', 'what is the weather today'],
    ['where is my parcel', 'track the delivery of my package', 'do you like music'],
    ['我想退货', '能不能把钱退给我', '今天天气怎么样'],
    ['快递到哪了', '我的包裹什么时候送到', '怎么修改密码'],
    ['我要退款', 'i want a refund', 'what time is it'],
    ['密码忘了怎么办', 'i forgot my password', 'how much does it cost'],
  ])('find "%s" nearer to "%s" than to "%s"', (text, near, far) => {
    expect(nearness(text, near)).toBeGreaterThan(nearness(text, far) + 0.1);
  });

  it('give vectors of length one, and none to a text without a known word', () => {
    const vector = bundledMeaning('退款 refund');
    expect(vector.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
    expect(bundledMeaning('☃ ¿').every((value) => value === 0)).toBe(true);
  });

  it('cut Chinese by their own words, and English with its apostrophes and numbers', () => {
    const cut = (text: string, eachWord: typeof eachSpacedWord, language: 'en' | 'zh'): string[] => {
      const words: string[] = [];
      eachWord(text, bundledTables()[language], (_, start, end) => words.push(text.slice(start, end)));
      return words;
    };
    expect(cut('我想申请退款，订单号123', eachUnspacedWord, 'zh')).toEqual(['我', '想', '申请', '退款', '订单号']);
    expect(cut("i don't have 2 cards", eachSpacedWord, 'en')).toEqual(['i', "don't", 'have', '2', 'cards']);
  });

  it('are found again as they were stored, and refused when damaged', () => {
    const bytes = bytesFromTable({
      dimension: 2,
      keys: Int32Array.of(wordHash('a'), wordHash('b')),
      scales: Float32Array.of(0.5, 1),
      costs: Int8Array.of(3, 4),
      vectors: Int8Array.of(1, 2, 3, 4),
    });
    const table = parseTable(bytes);
    expect([table.find(wordHash('b')), table.find(wordHash('c'))]).toEqual([1, -1]);
    expect([...table.vectors]).toEqual([1, 2, 3, 4]);
    expect(() => parseTable(bytes.slice(0, -1))).toThrow(expect.objectContaining({ code: 'UNDERSTANDING_FAILED' }));
  });
});

describe('remembered vectors', () => {
  it('ask once for a text, keep the order, and scale to length one', async () => {
    const asked: string[][] = [];
    const vectors = rememberVectors({
      name: 'fake',
      embed: (texts) => {
        asked.push([...texts]);
        return Promise.resolve(texts.map((text) => Float32Array.of(text.length, 0)));
      },
    });
    expect(await vectors.fetch(['a', 'bb', 'a', ''], 1_000)).toBe(true);
    expect(await vectors.fetch(['bb', 'ccc'], 1_000)).toBe(true);
    expect(asked).toEqual([['a', 'bb'], ['ccc']]);
    expect(vectors.get('ccc')).toEqual(Float32Array.of(1, 0));
    expect(vectors.get('dddd')).toBeUndefined();
  });

  it.each([
    ['fails', () => Promise.reject(new Error('down'))],
    ['never answers', () => new Promise<never>(() => undefined)],
    ['sends too few', () => Promise.resolve([])],
    ['sends what is no number', () => Promise.resolve([Float32Array.of(Number.NaN)])],
  ])('do without a server that %s, and leave it alone for a while', async (_, embed) => {
    let calls = 0;
    const vectors = rememberVectors({
      name: 'fake',
      embed: () => {
        calls += 1;
        return embed();
      },
    });
    expect(await vectors.fetch(['a'], 20)).toBe(false);
    expect(await vectors.fetch(['a'], 20)).toBe(false);
    expect(vectors.get('a')).toBeUndefined();
    expect(calls).toBe(1);
  });
});
