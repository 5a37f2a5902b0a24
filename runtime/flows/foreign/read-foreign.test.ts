// The detector: by content and not by name, and a refusal that says what was found. Tables of questions in every usual dress.
import { describe, expect, it } from 'vitest';
import { errorsOf, talkWith } from '#runtime/testkit/foreign-talk.ts';
import { readForeign } from './read-foreign.ts';

describe('tables of questions and answers', () => {
  const rows = [
    ['question', 'answer', 'similar questions'],
    ['When do you open?', 'At nine, "sharp"; every day.', 'opening hours|hours'],
    ['', 'no question', ''],
    ['Where are you?', 'In\nParis, France.', ''],
    ['when do you open?', 'another answer', 'since when open'],
  ];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

  it.each([',', ';', '\t'])('reads cells in quotes apart by %j', (separator) => {
    const csv = rows.map((row) => row.map(quoted).join(separator)).join('\r\n');
    for (const text of [csv, `\uFEFF${csv}`, Buffer.from(`\uFEFF${csv}`)]) {
      const { product, knowledge, document } = readForeign(text);
      expect(product).toBe('questions');
      expect(errorsOf(document)).toEqual([]);
      expect(knowledge[0]?.questions).toEqual([
        {
          question: 'When do you open?',
          similar: ['opening hours', 'hours', 'since when open'],
          answer: 'At nine, "sharp"; every day.',
        },
        { question: 'Where are you?', similar: [], answer: 'In\nParis, France.' },
      ]);
    }
  });

  it('knows Chinese headers, and opens a conversation in Chinese', async () => {
    const { document, knowledge } = readForeign('相似问法,标准问题,答案\n退货；退款,怎么退货,在订单页申请。\n');
    expect(knowledge[0]?.questions).toEqual([
      { question: '怎么退货', similar: ['退货', '退款'], answer: '在订单页申请。' },
    ]);
    const talk = await talkWith(document);
    expect(talk.said()[0]).toMatch(/[\u4e00-\u9fff]/);
    expect((await talk.says('你好'))[0]).toContain('人工');
  });

  it('reads a table saved as GBK', () => {
    // 问题,答案 / 退货,可以
    const gbk = Uint8Array.from([
      0xce, 0xca, 0xcc, 0xe2, 0x2c, 0xb4, 0xf0, 0xb0, 0xb8, 0x0a, 0xcd, 0xcb, 0xbb, 0xf5, 0x2c, 0xbf, 0xc9, 0xd2, 0xd4,
    ]);
    expect(readForeign(gbk).knowledge[0]?.questions).toEqual([{ question: '退货', similar: [], answer: '可以' }]);
  });
});

describe('files of nobody', () => {
  const message = (content: unknown): string => {
    try {
      readForeign(content);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    throw new Error('it was accepted');
  };

  it.each([
    ['some words', 'names no question and answer columns'],
    ['{"a": 1, "b": 2}', 'object with "a", "b"'],
    ['[1, 2]', 'list of 2'],
    ['{"nodes": [], "connections": {}}', 'n8n'],
    ['{"half": ', 'begins like JSON'],
    ['app: [\n', 'looks like YAML'],
    ['question,answer\n,\n', 'no row'],
  ])('says of %j what it found', (content, found) => {
    expect(message(content)).toContain(found);
  });

  it('refuses binary files, deep nesting and YAML that grows without end', () => {
    expect(message(Uint8Array.from([0xff, 0xff, 0x00, 0x81, 0x20]))).toContain('binary');
    expect(message(`${'[{"a":'.repeat(200)}1${'}]'.repeat(200)}`)).toContain('nested');
    const bomb = ['app: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 12; depth += 1)
      bomb.push(
        `k${depth}: &a${depth} [${Array(10)
          .fill(`*a${depth - 1}`)
          .join(', ')}]`,
      );
    expect(message(bomb.join('\n'))).toContain('YAML');
  });

  it('refuses what would become more nodes than a flow holds', () => {
    const blocks = Array.from({ length: 12_000 }, (_, index) => ({
      id: `b${index}`,
      type: 'text',
      content: { plainText: 'x' },
    }));
    const bot = { theme: {}, edges: [], variables: [], groups: [{ id: 'g', graphCoordinates: {}, blocks }] };
    expect(message(bot)).toContain('10000');
  }, 60_000);
});
