// Twins are found a little at a time, and others get their turn meanwhile.
import { describe, expect, it } from 'vitest';
import { openMemoryKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/memory-index.ts';
import { createBundledEmbedder } from '#runtime/adapters/understanding-local/bundled-embedder.ts';
import { NO_RULES, type StoredQuestion } from '#runtime/ports/knowledge-store.ts';
import { indexedQuestion } from './questions.ts';
import { createTwins } from './twins.ts';

const TOPICS = ['退款怎么申请', '发票在哪里开', '运费由谁承担', '快递几天送到', '会员怎么升级', '密码忘了怎么办'];

function question(at: number, text: string, answer: string): StoredQuestion {
  return {
    id: `q${String(at)}`,
    baseId: 'base',
    question: text,
    similar: [],
    answer,
    mode: 'exact',
    negative: [],
    rules: NO_RULES,
    disabled: false,
    updatedAt: 1000 - at,
    origin: null,
  };
}

async function prepared(questions: readonly StoredQuestion[], stepMs: number) {
  const index = await openMemoryKnowledgeIndex(createBundledEmbedder());
  await index.upsert('a', questions.map(indexedQuestion));
  let now = 0;
  const clock = { now: () => (now += stepMs) };
  return createTwins({ index, clock });
}

describe('twins', () => {
  const questions = [
    ...TOPICS.map((text, at) => question(at, text, '见订单页。')),
    question(9, '退款怎么申请？', '请打电话。'),
  ];

  it('are found over several looks when one would take too long', async () => {
    const twins = await prepared(questions, 700);
    const first = await twins('a', 'base', questions);
    expect(first).toMatchObject({ compared: 2, toCompare: 7 });
    let found = first;
    while (found.compared < found.toCompare) found = await twins('a', 'base', questions);
    expect(found.twins).toHaveLength(1);
    expect(found.twins[0]).toMatchObject({ conflict: true });
  });

  it('are looked for anew when a question changed', async () => {
    const twins = await prepared(questions, 1);
    expect((await twins('a', 'base', questions)).twins).toHaveLength(1);
    const [, ...rest] = questions;
    expect((await twins('a', 'base', rest)).twins).toEqual([]);
  });

  it('let others have a turn between two searches', async () => {
    const twins = await prepared(questions, 1);
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await twins('a', 'base', questions);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(questions.length);
  });
});
