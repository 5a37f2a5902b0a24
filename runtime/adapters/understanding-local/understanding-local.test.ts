// The offline engine keeps the port's promises, in this process and in its thread.
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { understandingConformance } from '#runtime/ports/understanding.conformance.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import type { TrainingSet } from '#runtime/ports/understanding.ts';
import { createLocalUnderstanding } from './understanding-local.ts';

understandingConformance('understanding-local', () => createLocalUnderstanding({ worker: undefined }));

const WORDS = ['order', 'refund', 'invoice', 'parcel', 'coupon', 'address', 'return', 'account', 'colour', 'size'];
const MANY: TrainingSet = {
  seed: 3,
  intents: WORDS.map((word, at) => ({
    id: word,
    name: word,
    examples: Array.from(
      { length: 8 },
      (_, n) => `please help me with ${word} ${WORDS[(at + n) % 10] ?? ''} number ${n}`,
    ),
  })),
};

describe('the training thread', () => {
  it('makes the same bytes as training in place, from the bundled worker', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'understanding-'));
    try {
      const file = join(folder, 'understanding-worker.mjs');
      await build({
        entryPoints: [new URL('./understanding-worker.ts', import.meta.url).pathname],
        outfile: file,
        bundle: true,
        format: 'esm',
        platform: 'node',
        packages: 'external',
      });
      await symlink(new URL('./assets', import.meta.url).pathname, join(folder, 'understanding-assets'));
      const threaded = createLocalUnderstanding({ worker: pathToFileURL(file) });
      const [there, here] = [
        await threaded.train(MANY),
        await createLocalUnderstanding({ worker: undefined }).train(MANY),
      ];
      expect(Buffer.compare(Buffer.from(there.bytes), Buffer.from(here.bytes))).toBe(0);
      const stop = new AbortController();
      const stopped = threaded.train(MANY, stop.signal);
      stop.abort(new Error('enough'));
      await expect(stopped).rejects.toThrow('enough');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reports a thread that cannot run as a failed training', async () => {
    const broken = createLocalUnderstanding({ worker: new URL('data:text/javascript,throw new Error("no")') });
    await expect(broken.train(MANY)).rejects.toMatchObject({ code: 'UNDERSTANDING_FAILED' });
  });
});

describe('the offline engine', () => {
  it('separates a hundred intents whose examples share most words', async () => {
    const intents = Array.from({ length: 100 }, (_, at) => {
      const [thing, deed] = [WORDS[at % 10] ?? '', WORDS[Math.floor(at / 10)] ?? ''];
      return {
        id: `${thing}-${deed}`,
        name: `${thing} ${deed}`,
        examples: Array.from({ length: 6 }, (__, n) => `question ${n} about the ${thing} of my ${deed} please`),
      };
    });
    const engine = createLocalUnderstanding({ worker: undefined });
    const understander = engine.load(await engine.train({ seed: 1, intents }));
    const right = intents.filter(({ id, name }) => {
      const [thing = '', deed = ''] = name.split(' ');
      return understander.understand(`tell me about the ${thing} of my ${deed}`).intents[0]?.intent === id;
    });
    expect(right.length).toBeGreaterThanOrEqual(95);
  });

  it('classifies plain labels without refusing anything', async () => {
    const engine = createLocalUnderstanding({ worker: undefined });
    const model = await engine.train({
      task: 'labels',
      seed: 1,
      intents: [
        { id: 'good', name: 'good', examples: ['味道很好', '好吃极了', '送得快', '包装精美', '下次还来', '非常满意'] },
        { id: 'bad', name: 'bad', examples: ['难吃', '送得太慢', '凉了', '包装破了', '再也不来', '很不满意'] },
      ],
    });
    const understood = engine.load(model).understand('味道好吃');
    expect(understood.intents[0]?.intent).toBe('good');
    expect(understood.outOfScope).toBe(false);
  });
});

const BANK: TrainingSet = {
  seed: 5,
  intents: [
    { id: 'lost', name: 'lost card', examples: ['i lost my card', 'my card is gone', 'card was stolen', '我的卡丢了'] },
    { id: 'limit', name: 'limit', examples: ['raise my limit', 'what is my limit', 'limit too low', '提高我的额度'] },
    {
      id: 'rate',
      name: 'rate',
      examples: ['what is the rate', 'interest rate on savings', 'rates today', '利率是多少'],
    },
  ],
};

describe('what the engine tells beside the best intent', () => {
  it('names the words that speak for the first intents', async () => {
    const engine = createLocalUnderstanding({ worker: undefined });
    const { intents } = engine.load(await engine.train(BANK)).understand('please raise the LIMIT of my account');
    expect(intents[0]).toMatchObject({ intent: 'limit' });
    expect(intents[0]?.reasons).toContain('limit');
  });

  it('is in doubt between two intents that fit alike, and not about a clear one', async () => {
    const engine = createLocalUnderstanding({ worker: undefined });
    const understander = engine.load(await engine.train(BANK));
    expect(understander.understand('limit rate').doubt).toEqual(expect.arrayContaining(['limit', 'rate']));
    expect(understander.understand('i lost my card').doubt).toBeUndefined();
  });

  it('understands words it was never taught by what they mean', async () => {
    const engine = createLocalUnderstanding({ worker: undefined });
    const understander = engine.load(await engine.train(BANK));
    expect(understander.understand('someone took my visa').intents[0]?.intent).toBe('lost');
    expect(understander.understand('银行卡遗失').intents[0]?.intent).toBe('lost');
  });

  it("finds the words of the flow's dictionaries, also without any intent", async () => {
    const engine = createLocalUnderstanding({ worker: undefined });
    const dictionaries = [{ id: 'plan', entries: [{ value: 'Gold', synonyms: ['金卡'] }] }];
    const understander = engine.load(await engine.train({ seed: 1, intents: [], dictionaries }));
    expect(understander.understand('我要办金卡').entities).toMatchObject([{ kind: 'term', value: 'Gold' }]);
  });

  it('reads models of before there were word vectors', async () => {
    const bytes = await readFile(new URL('./assets/emotion-en.bin', import.meta.url));
    const engine = createLocalUnderstanding({ worker: undefined });
    const { intents } = engine.load({ engine: 'local-1', bytes }).understand('i am so happy and glad, thank you');
    expect(intents[0]?.intent).toBe('happy');
  });

  it('reads models of before classes were corrected', async () => {
    const bytes = await readFile(new URL('./assets/emotion-service-zh.bin', import.meta.url));
    const engine = createLocalUnderstanding({ worker: undefined });
    const { intents } = engine.load({ engine: 'local-2', bytes }).understand('你们这是骗人，我要投诉');
    expect(intents[0]?.intent).toBe('angry');
  });
});

/** Knows only whether a text is about cards. */
const ABOUT_CARDS: Embedder = {
  name: 'cards',
  embed: (texts) =>
    Promise.resolve(
      texts.map((text) => (/card|plastic|卡/u.test(text) ? Float32Array.of(1, 0) : Float32Array.of(0, 1))),
    ),
};

describe('an embedder beside the engine', () => {
  it('is asked for a sentence when it is prepared, and makes it better understood', async () => {
    const engine = createLocalUnderstanding({ worker: undefined, embedder: ABOUT_CARDS });
    const understander = engine.load(await engine.train(BANK));
    const before = understander.understand('plastic qqq zzz');
    await understander.prepare?.(['plastic qqq zzz']);
    const after = understander.understand('plastic qqq zzz');
    expect(after.intents[0]?.intent).toBe('lost');
    expect(after.intents[0]?.score).toBeGreaterThan(before.intents.find(({ intent }) => intent === 'lost')?.score ?? 0);
  });

  it.each([
    ['is down', { name: 'cards', embed: () => Promise.reject(new Error('down')) }],
    [
      'now sends vectors of another length',
      { name: 'cards', embed: (texts) => Promise.resolve(texts.map(() => Float32Array.of(1))) },
    ],
    ['was exchanged for another model', { ...ABOUT_CARDS, name: 'other' }],
  ] satisfies readonly (readonly [string, Embedder])[])(
    'is done without when it %s: the answer is the offline one',
    async (_, embedder) => {
      const model = await createLocalUnderstanding({ worker: undefined, embedder: ABOUT_CARDS }).train(BANK);
      const later = createLocalUnderstanding({ worker: undefined, embedder }).load(model);
      const offline = createLocalUnderstanding({ worker: undefined });
      await later.prepare?.(['i lost my plastic'], 50);
      const expected = offline.load(await offline.train(BANK)).understand('i lost my plastic');
      expect(later.understand('i lost my plastic')).toEqual(expected);
    },
  );

  it.each([
    ['fails at once', () => Promise.reject(new Error('down'))],
    ['dies in the middle', (texts, call) => (call > 1 ? Promise.reject(new Error('died')) : vectorsFor(texts, 2))],
    ['changes the length of its vectors', (texts, call) => vectorsFor(texts, call + 1)],
    ['sends too few vectors', (texts) => vectorsFor(texts.slice(1), 2)],
    ['sends what is no number', (texts) => Promise.resolve(texts.map(() => Float32Array.of(Number.NaN, 1)))],
  ] satisfies readonly (readonly [
    string,
    (texts: readonly string[], call: number) => ReturnType<Embedder['embed']>,
  ])[])('that %s during a training leaves the offline model', async (_, answer) => {
    let calls = 0;
    const failing: Embedder = { name: 'cards', embed: (texts) => answer(texts, (calls += 1)) };
    const [with_, without] = [
      await createLocalUnderstanding({ worker: undefined, embedder: failing }).train(BANK),
      await createLocalUnderstanding({ worker: undefined }).train(BANK),
    ];
    expect(Buffer.compare(Buffer.from(with_.bytes), Buffer.from(without.bytes))).toBe(0);
  });

  it('that never answers holds up neither a turn beyond its patience nor a training that is stopped', async () => {
    const silent: Embedder = { name: 'cards', embed: () => new Promise(() => undefined) };
    const model = await createLocalUnderstanding({ worker: undefined, embedder: ABOUT_CARDS }).train(BANK);
    const later = createLocalUnderstanding({ worker: undefined, embedder: silent });
    const understander = later.load(model);
    await understander.prepare?.(['i lost my plastic'], 20);
    expect(understander.understand('i lost my card').intents[0]?.intent).toBe('lost');
    const stop = new AbortController();
    const training = createLocalUnderstanding({ worker: undefined, embedder: silent }).train(BANK, stop.signal);
    stop.abort(new Error('enough'));
    await expect(training).rejects.toThrow('enough');
  });
});

/** Vectors of one length that say nothing. */
function vectorsFor(texts: readonly string[], length: number): Promise<readonly Float32Array[]> {
  return Promise.resolve(texts.map(() => new Float32Array(length).fill(1)));
}
