// Evaluation reads labelled files and counts right.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { evalEmotion, evalIntents } from './evaluate.ts';
import { aurocOf, macroF1Of } from './measures.ts';
import { rememberTrainings, trainingHashOf } from './understanding.ts';

const SHOP: Readonly<Record<string, readonly string[]>> = {
  track: [
    '快递到哪了',
    '我的包裹什么时候到',
    '物流信息不更新',
    '查一下快递单号',
    '订单发货了吗',
    '包裹丢了吗',
    '物流到哪一步了',
  ],
  refund: ['我要退款', '怎么申请退款', '退款多久到账', '可以退货退款吗', '把钱退给我', '不想要了想退', '退款进度'],
  invoice: [
    '开发票',
    '怎么开增值税发票',
    '发票抬头怎么改',
    '电子发票在哪下载',
    '发票什么时候寄',
    '要一张发票',
    '补开发票',
  ],
};
const TEST: readonly (readonly [string, string])[] = [
  ['帮我看看快递到哪里了', 'track'],
  ['包裹怎么还没到', 'track'],
  ['我想申请退款', 'refund'],
  ['退款什么时候到', 'refund'],
  ['发票怎么开', 'invoice'],
  ['给我开发票', 'invoice'],
  ['今天天气怎么样', 'oos'],
  ['讲个笑话', 'oos'],
  ['你喜欢吃什么', 'oos'],
];

let folder = '';
const files = { train: '', test: '', moods: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
  const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
  files.train = join(folder, 'train.jsonl');
  files.test = join(folder, 'test.jsonl.gz');
  files.moods = join(folder, 'moods.jsonl');
  const train = Object.entries(SHOP).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })));
  await writeFile(files.train, lines(train));
  await writeFile(files.test, gzipSync(lines(TEST.map(([text, intent]) => ({ text, intent })))));
  await writeFile(
    files.moods,
    lines([
      { text: '垃圾服务，我要投诉！', emotion: 'angry' },
      { text: '气死我了', emotion: 'angry' },
      { text: '非常满意，太棒了', emotion: 'happy' },
      { text: '请问几点开门', emotion: 'neutral' },
    ]),
  );
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const engine = createLocalUnderstanding({ worker: undefined });

describe('evaluation', () => {
  it('measures intents and rejection on a small shop', async () => {
    const figures = await evalIntents(engine, [files.train], [files.test]);
    expect(figures.n).toBe(9);
    expect(figures.accuracy).toBe(1);
    expect(figures.macroF1).toBe(1);
    expect(figures.accuracyAtThreshold).toBeGreaterThanOrEqual(0.8);
    expect(figures.oosRecall).toBeGreaterThanOrEqual(0.6);
    expect(figures.auroc).toBeGreaterThanOrEqual(0.9);
    expect(Object.keys(figures).sort()).toEqual(
      [
        'accuracy',
        'accuracyAtThreshold',
        'auroc',
        'macroF1',
        'n',
        'oosPrecision',
        'oosRecall',
        'predictMicros',
        'rssMb',
        'trainSeconds',
      ].sort(),
    );
  });

  it('measures moods with the shipped sense and with a trained one', async () => {
    const shipped = await evalEmotion(engine, [], [files.moods]);
    expect(shipped).toMatchObject({ n: 4, accuracy: 1, macroF1: 1, negativeAuroc: 1 });
    const trained = await evalEmotion(engine, [files.moods], [files.moods]);
    expect(trained.accuracy).toBe(1);
    expect(trained.perLabel['angry']).toMatchObject({ n: 2, f1: 1 });
  });

  it('names the file and line of a row it cannot read', async () => {
    const bad = join(folder, 'bad.jsonl');
    await writeFile(bad, '{"text":"ok","intent":"a"}\n{"text":"no label"}\n');
    await expect(evalIntents(engine, [bad], [files.test])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('line 2') as string,
    });
    await expect(evalIntents(engine, [join(folder, 'missing')], [])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('counts ties as half and missing sides as nothing in the area under the curve', () => {
    expect(aurocOf([3, 2], [1, 0])).toBe(1);
    expect(aurocOf([1], [1])).toBe(0.5);
    expect(aurocOf([1], [])).toBeNull();
    expect(
      macroF1Of([
        { label: 'a', said: 'a' },
        { label: 'b', said: 'a' },
      ]),
    ).toBeCloseTo(1 / 3, 3);
  });
});

describe('remembered trainings', () => {
  it('answer an equal set with the same model and train a changed one anew', async () => {
    const remembering = rememberTrainings(engine);
    const set = { seed: 1, intents: [{ id: 'a', name: 'refund', examples: ['refund please'] }] };
    const model = await remembering.train(set);
    expect(await remembering.train(structuredClone(set))).toBe(model);
    expect(await remembering.train({ ...set, seed: 2 })).not.toBe(model);
    expect(trainingHashOf(set)).toMatch(/^[0-9a-f]{64}$/);
  });
});
