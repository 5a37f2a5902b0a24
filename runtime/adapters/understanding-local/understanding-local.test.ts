// The offline engine keeps the port's promises, in this process and in its thread.
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { understandingConformance } from '#runtime/ports/understanding.conformance.ts';
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
