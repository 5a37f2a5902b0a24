// The trainer: honest figures, an inbox that empties durably, suggestions that fit, and one measurement at a time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlInboxStore } from '#runtime/adapters/store-sql/inbox-store.ts';
import { inboxWrites } from '#runtime/adapters/store-sql/inbox-writes.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { newSession, nextTurn } from '#runtime/testkit/turns.ts';
import { marginOf } from './examined.ts';
import { createTrainer, type Trainer } from './trainer.ts';

const INTENTS: FlowDocument['intents'] = [
  {
    id: 'refund',
    name: '退款',
    examples: [
      '我要退款',
      '怎么申请退款',
      '退款多久到账',
      '可以退货退款吗',
      'i want a refund',
      '钱什么时候退给我',
      '帮我退一下款',
      '给我退钱',
      '申请退款',
      '想退掉这个订单',
      '我要退款吗',
    ],
  },
  {
    id: 'track',
    name: '查物流',
    examples: [
      '快递到哪了',
      '我的包裹什么时候到',
      '物流信息不更新',
      '查一下快递',
      'where is my package',
      '包裹还没到',
      '查物流',
      '快递怎么还没到',
      '如何申请退款',
      '什么时候送到',
      '快递员没打电话',
    ],
  },
];
const DRAFT = { ...createFlowDocument('shop'), intents: INTENTS };
const STILL = new AbortController().signal;

describe('the trainer', () => {
  let database: OpenDatabase;
  let trainer: Trainer;

  beforeAll(async () => {
    database = await openDatabase({ file: ':memory:' });
    trainer = createTrainer({
      understanding: createLocalUnderstanding({ worker: undefined }),
      inbox: createSqlInboxStore(database.kysely),
      clock: createSystemClock(),
      draftOf: (workspaceId, flowId) =>
        workspaceId === 'w1' && flowId === 'f1'
          ? Promise.resolve(DRAFT)
          : Promise.reject(new FlowError('RESOURCE_NOT_FOUND', 'No such flow.')),
      templateSentences: () => Promise.resolve(['退款要几天到账', '今天天气真好', '我要退款']),
      model: undefined,
    });
    const said = ['你们支持花呗吗', '能用花呗吗', '你们支持花呗吗！', '退款怎么还没到账', '楼下停车收费吗'];
    for (const [at, text] of said.entries()) {
      const misunderstood = { text, reason: 'outOfScope', guess: null, mood: 'calm' } as const;
      const turn = { ...nextTurn(newSession({ id: `s${String(at)}` })), misunderstood };
      for (const { sql, params } of inboxWrites(turn)) database.raw.prepare(sql).run(...params);
    }
  });
  afterAll(() => database.close());

  it('judges each example by models that had not seen it, the same way each time', async () => {
    const [one, two] = [
      await trainer.examine('w1', 'ann', 'f1', { intents: INTENTS }, STILL),
      await trainer.examine('w1', 'ann', 'f1', { intents: structuredClone(INTENTS) }, STILL),
    ];
    expect(two).toEqual(one);
    expect(one).toMatchObject({ judged: 22, enough: true, complete: true });
    expect(one.right / one.judged).toBeGreaterThan(0.5);
    expect(one.right + one.mistakes.length).toBe(one.judged);
    expect(one.mistakes).toContainEqual(expect.objectContaining({ intent: 'track', example: 8, said: 'refund' }));
  });

  it('finds sentences of two intents that say the same in other words', async () => {
    const { alike } = await trainer.examine('w1', 'ann', 'f1', { intents: INTENTS }, STILL);
    expect(alike).toContainEqual(
      expect.objectContaining({ one: { intent: 'refund', example: 1 }, other: { intent: 'track', example: 8 } }),
    );
  });

  it.each([
    ['no intents', []],
    ['an intent with one example', [{ id: 'a', name: 'a', examples: ['hello'] }]],
    ['intents without examples', INTENTS.map((one) => ({ ...one, examples: [] }))],
    ['two intents with the same single example', ['a', 'b'].map((id) => ({ id, name: id, examples: ['hello there'] }))],
  ])('gives no figure that would be luck: %s', async (_, intents) => {
    const examined = await trainer.examine('w1', 'ann', 'f1', { intents: [...intents] }, STILL);
    expect(examined.enough).toBe(false);
    expect(examined.margin).toBe(1);
  });

  it('tells two intents that hold the same example apart as the same sentence', async () => {
    const intents = ['a', 'b'].map((id) => ({ id, name: id, examples: ['hello there'] }));
    const { alike } = await trainer.examine('w1', 'ann', 'f1', { intents }, STILL);
    expect(alike).toMatchObject([{ likeness: 1 }]);
  });

  it('lets a newer measurement of the same person replace the one before', async () => {
    const first = trainer.examine('w1', 'ann', 'f1', { intents: INTENTS }, STILL);
    const refused = expect(first).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await new Promise((resolve) => setImmediate(resolve));
    const second = trainer.examine('w1', 'ann', 'f1', { intents: INTENTS }, STILL);
    await refused;
    expect((await second).judged).toBe(22);
  });

  it.each(['', 'x', '我要退款'.repeat(5_000)])('tries any sentence: %#', async (text) => {
    const tried = await trainer.tryOut('w1', 'f1', { intents: INTENTS }, text);
    if (text.length < 2) expect(tried.outOfScope).toBe(true);
    else expect(tried.intents[0]?.intent).toBe('refund');
  });

  it('suggests what is near to the intent and not there yet, customers first', async () => {
    const { sentences, model } = await trainer.suggest('w1', 'f1', { intents: INTENTS }, 'refund', STILL);
    expect(model).toBe('absent');
    expect(sentences[0]).toEqual({ text: '退款怎么还没到账', from: 'inbox' });
    expect(sentences.map(({ text }) => text)).not.toContain('今天天气真好');
    expect(sentences.map(({ text }) => text)).not.toContain('我要退款');
  });

  it('groups the inbox, takes out what is handled, and puts it back', async () => {
    const before = await trainer.inbox('w1', 'f1');
    expect(before.open).toBe(5);
    const [largest] = before.groups;
    expect(largest?.items.map(({ text }) => text).sort()).toEqual(['你们支持花呗吗', '能用花呗吗'].sort());
    const ids = largest?.items.flatMap((item) => item.ids) ?? [];
    expect(ids).toHaveLength(3);
    expect(await trainer.handle('w1', 'f1', ids, { kind: 'none' }, 'Ann')).toEqual({ changed: 3, open: 2 });
    expect(await trainer.handle('w1', 'f1', ids, { kind: 'dismissed' }, 'Ben')).toEqual({ changed: 0, open: 2 });
    expect((await trainer.inbox('w1', 'f1')).groups.flatMap(({ items }) => items)).toHaveLength(2);
    expect(await trainer.reopen('w1', 'f1', ids)).toEqual({ changed: 3, open: 5 });
  });

  it('shows nothing of another workspace', async () => {
    await expect(trainer.inbox('w2', 'f1')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    const store = createSqlInboxStore(database.kysely);
    expect(await store.open('w2', 'f1', 10)).toEqual([]);
    const [any] = await store.open('w1', 'f1', 1);
    expect(await store.handle('w2', 'f1', [any?.id ?? ''], { kind: 'none' }, 'Eve', 0)).toBe(0);
  });
});

describe('the margin', () => {
  it('narrows with more sentences and never promises certainty', () => {
    expect(marginOf(20, 20)).toBeGreaterThan(0.05);
    expect(marginOf(900, 1000)).toBeLessThan(0.02);
    expect(marginOf(0, 0)).toBe(1);
  });
});
