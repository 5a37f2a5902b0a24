// What every knowledge index must do.
import { beforeEach, describe, expect, it } from 'vitest';
import type { IndexedPassage, KnowledgeIndex } from './knowledge-index.ts';

const REFUNDS: IndexedPassage = {
  id: 'p1',
  baseId: 'shop',
  sourceId: 'policy',
  title: '退款政策',
  text: '签收后七天内可以申请退款，款项在三个工作日内原路退回。',
};
const PARCELS: IndexedPassage = {
  id: 'p2',
  baseId: 'shop',
  sourceId: 'policy',
  title: '物流',
  text: '快递一般两到三天送达，偏远地区可能需要五天。',
};
const INVOICES: IndexedPassage = {
  id: 'q1',
  baseId: 'faq',
  sourceId: 'faq',
  title: '怎么开发票？',
  text: '怎么开发票？',
  answer: '在订单详情页点“申请发票”。',
  alternatives: ['哪里可以开票', '抬头填错了怎么改'],
};
const BATTERY: IndexedPassage = {
  id: 'p3',
  baseId: 'manual',
  sourceId: 'manual',
  title: 'Battery',
  text: 'Charging the battery takes two hours. The light turns green when it is charged.',
  url: 'https://example.com/manual#battery',
};
const ALL = [REFUNDS, PARCELS, INVOICES, BATTERY];

/** Runs the suite over an index made fresh for each test. */
export function describeKnowledgeIndex(name: string, create: () => Promise<KnowledgeIndex>): void {
  describe(`${name} as a knowledge index`, () => {
    let index: KnowledgeIndex;
    beforeEach(async () => {
      index = await create();
      await index.upsert('a', ALL);
    });
    const found = async (text: string, baseIds: readonly string[] = [], workspaceId = 'a') =>
      (await index.search(workspaceId, { text, baseIds, topK: 5 })).map((hit) => hit.passageId);

    it('finds a passage by a two-character Chinese word', async () => {
      expect((await found('退款'))[0]).toBe('p1');
      expect((await found('快递'))[0]).toBe('p2');
    });

    it('finds a passage by one Chinese character', async () => {
      expect((await found('款'))[0]).toBe('p1');
    });

    it('finds a passage by a whole question', async () => {
      expect((await found('请问我多久能收到退款呢？'))[0]).toBe('p1');
      expect((await found('How long does it take to charge the batteries?'))[0]).toBe('p3');
    });

    it('finds an approved answer by any of its wordings and gives it as written', async () => {
      for (const text of ['怎么开发票', '哪里可以开票', '抬头填错了']) {
        const [hit] = await index.search('a', { text, baseIds: [], topK: 5 });
        expect(hit).toMatchObject({ passageId: 'q1', title: '怎么开发票？', answer: '在订单详情页点“申请发票”。' });
      }
    });

    it('gives each passage once, best first, with scores of 0 to 1', async () => {
      const hits = await index.search('a', { text: '开发票 退款 快递 battery', baseIds: [], topK: 10 });
      const ids = hits.map((hit) => hit.passageId);
      expect(new Set(ids).size).toBe(ids.length);
      const scores = hits.map((hit) => hit.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    });

    it('is sure of what it holds and unsure of what it does not', async () => {
      const [known] = await index.search('a', { text: '怎么开发票？', baseIds: [], topK: 1 });
      const [unknown] = await index.search('a', { text: '你们的门店周末营业到晚上几点', baseIds: [], topK: 1 });
      expect(known?.score ?? 0).toBeGreaterThan(0.8);
      expect(unknown?.score ?? 0).toBeLessThan(0.3);
    });

    it('gives no more hits than asked for', async () => {
      expect(await index.search('a', { text: '退款 快递 发票', baseIds: [], topK: 2 })).toHaveLength(2);
      expect(await index.search('a', { text: '退款', baseIds: [], topK: 0 })).toEqual([]);
    });

    it('keeps the address of a passage', async () => {
      const [hit] = await index.search('a', { text: 'battery', baseIds: [], topK: 1 });
      expect(hit).toMatchObject({ url: 'https://example.com/manual#battery', title: 'Battery' });
    });

    it('searches only the named bases', async () => {
      expect(await found('退款', ['faq', 'manual'])).toEqual([]);
      expect(await found('退款', ['shop'])).toEqual(['p1']);
      expect(await found('退款', ['nowhere'])).toEqual([]);
    });

    it('never finds anything of another workspace, also with the same ids', async () => {
      await index.upsert('b', [{ ...REFUNDS, text: '退款请联系客服。' }]);
      expect(await found('快递', [], 'b')).toEqual([]);
      expect(await found('快递', ['shop'], 'b')).toEqual([]);
      const [own] = await index.search('b', { text: '退款', baseIds: ['shop'], topK: 5 });
      expect(own?.text).toBe('退款请联系客服。');
      await index.dropBase('b', 'shop');
      expect((await found('退款'))[0]).toBe('p1');
    });

    it('is not moved in its scores by another workspace', async () => {
      const before = await index.search('a', { text: '多久能退款', baseIds: [], topK: 5 });
      await index.upsert(
        'b',
        Array.from({ length: 50 }, (_, number) => ({ ...REFUNDS, id: `b${number}`, text: `第${number}条退款说明` })),
      );
      expect(await index.search('a', { text: '多久能退款', baseIds: [], topK: 5 })).toEqual(before);
    });

    it('replaces a passage that is written again', async () => {
      await index.upsert('a', [{ ...REFUNDS, title: '换货', text: '换货需要保留吊牌。' }]);
      expect(await found('退款')).toEqual([]);
      expect(await found('吊牌')).toEqual(['p1']);
    });

    it('forgets a passage, a source, a base', async () => {
      await index.dropPassage('a', 'p1');
      expect(await found('退款')).toEqual([]);
      await index.dropSource('a', 'policy');
      expect(await found('快递')).toEqual([]);
      await index.dropBase('a', 'faq');
      expect(await found('开发票')).toEqual([]);
      expect(await found('battery')).toEqual(['p3']);
    });

    it('finds nothing for an empty question and survives any text', async () => {
      const odd = [
        '',
        '   ',
        '？！。',
        '"',
        '") OR (scope : "',
        'NEAR(a b)',
        '*',
        '\ud83d',
        '👍👍',
        'مرحبا',
        '\u0000',
        '退'.repeat(20_000),
      ];
      for (const text of odd.slice(0, 4)) expect(await found(text)).toEqual([]);
      for (const text of odd) expect(Array.isArray(await found(text))).toBe(true);
    });
  });
}
