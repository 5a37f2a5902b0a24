// What every understanding engine keeps to, whatever it is made of.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '#nodes/kit/effects.ts';
import type { TrainingSet, Understanding } from './understanding.ts';

const SHOP: TrainingSet = {
  seed: 7,
  intents: [
    {
      id: 'track',
      name: '查物流',
      examples: [
        '快递到哪了',
        '我的包裹什么时候到',
        '物流信息不更新',
        '查一下快递单号',
        'where is my package',
        'track my order',
      ],
    },
    {
      id: 'refund',
      name: '退款',
      examples: [
        '我要退款',
        '怎么申请退款',
        '退款多久到账',
        '可以退货退款吗',
        'i want a refund',
        'give me my money back',
      ],
    },
    {
      id: 'invoice',
      name: '发票',
      description: '开具和修改发票',
      examples: [
        '开发票',
        '怎么开增值税发票',
        '发票抬头怎么改',
        '电子发票在哪下载',
        'send me an invoice',
        'i need a receipt',
      ],
    },
  ],
};
const EMPTY: TrainingSet = { seed: 1, intents: [] };

/** `open` makes an engine. */
export function understandingConformance(name: string, open: () => Understanding): void {
  describe(`${name} as an understanding engine`, () => {
    it('gives the same bytes for the same examples and seed', async () => {
      const [one, two] = [await open().train(SHOP), await open().train(structuredClone(SHOP))];
      expect(two.engine).toBe(one.engine);
      expect(Buffer.compare(Buffer.from(one.bytes), Buffer.from(two.bytes))).toBe(0);
    });

    it('recognises sentences close to the examples, in both languages, with scores between 0 and 1, best first', async () => {
      const engine = open();
      const understander = engine.load(await engine.train(SHOP));
      for (const [text, intent] of [
        ['帮我看看快递到哪里了', 'track'],
        ['我想退款', 'refund'],
        ['给我开一张发票', 'invoice'],
        ['please track my package', 'track'],
        ['can i get a refund', 'refund'],
      ] as const) {
        const { intents, outOfScope } = understander.understand(text);
        expect(intents[0]?.intent, text).toBe(intent);
        expect(outOfScope, text).toBe(false);
        const scores = intents.map(({ score }) => score);
        expect([...scores].sort((a, b) => b - a)).toEqual(scores);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      }
    });

    it('refuses what no intent is about', async () => {
      const engine = open();
      const understander = engine.load(await engine.train(SHOP));
      for (const text of ['今天天气怎么样', '给我讲个笑话', 'what is the capital of france', '', '   ', '🤷']) {
        expect(understander.understand(text).outOfScope, text).toBe(true);
      }
    });

    it('learns an intent without examples from its name', async () => {
      const engine = open();
      const bare = { seed: 1, intents: [...SHOP.intents, { id: 'coupon', name: '优惠券', examples: [] }] };
      const understander = engine.load(await engine.train(bare));
      expect(understander.understand('优惠券怎么用').intents[0]?.intent).toBe('coupon');
    });

    it('takes sentences that mean none of the intents', async () => {
      const engine = open();
      const warned = { ...SHOP, outOfScope: ['我的账号被盗了', '账号登录不上', '账号密码忘了', '怎么注销账号'] };
      const understander = engine.load(await engine.train(warned));
      expect(understander.understand('账号怎么登录不上').outOfScope).toBe(true);
    });

    it('understands moods and facts without any intent', async () => {
      const engine = open();
      const { intents, outOfScope, emotion, entities } = engine
        .load(await engine.train(EMPTY))
        .understand('我要投诉，三次都没解决！打我电话13800138000');
      expect(intents).toEqual([]);
      expect(outOfScope).toBe(true);
      expect(emotion.label).toBe('angry');
      expect(entities).toMatchObject([{ kind: 'phone', value: '13800138000' }]);
    });

    it('never throws and stays in range, whatever the text', async () => {
      const engine = open();
      const understander = engine.load(await engine.train(SHOP));
      const odd = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }), strayUnits());
      fc.assert(
        fc.property(odd, (text) => {
          const { intents, emotion, entities } = understander.understand(text, { now: 0, timeZone: 'Asia/Shanghai' });
          expect(intents.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
          expect(emotion.intensity >= 0 && emotion.intensity <= 1).toBe(true);
          expect(EMOTIONS.every((mood) => emotion.scores[mood] >= 0 && emotion.scores[mood] <= 1)).toBe(true);
          for (const { text: fact, start, end } of entities) expect(text.slice(start, end)).toBe(fact);
        }),
        { numRuns: 300 },
      );
    });

    it('reads a text of 20,000 characters', async () => {
      const engine = open();
      const understander = engine.load(await engine.train(SHOP));
      for (const piece of ['我要退款', 'a', '1', '!', '\ud83d', 'a.', '1-', 'where is my package ']) {
        const text = piece.repeat(Math.ceil(20_000 / piece.length));
        expect(() => understander.understand(text, { now: 0, timeZone: 'UTC' })).not.toThrow();
      }
    });

    it('stops training when asked', async () => {
      const stopped = AbortSignal.abort(new Error('stopped'));
      await expect(open().train(SHOP, stopped)).rejects.toThrow('stopped');
    });

    it('refuses models it did not make', async () => {
      const engine = open();
      const model = await engine.train(SHOP);
      expect(() => engine.load({ ...model, engine: 'someone-else' })).toThrow(
        expect.objectContaining({ code: 'UNDERSTANDING_FAILED' }),
      );
      for (const bytes of [new Uint8Array(), model.bytes.slice(0, 100), new Uint8Array(5_000).fill(200)]) {
        expect(() => engine.load({ ...model, bytes })).toThrow(
          expect.objectContaining({ code: 'UNDERSTANDING_FAILED' }),
        );
      }
    });
  });
}

/** UTF-16 units in any order, broken pairs included. */
function strayUnits(): fc.Arbitrary<string> {
  return fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
    .map((units) => String.fromCharCode(...units));
}
