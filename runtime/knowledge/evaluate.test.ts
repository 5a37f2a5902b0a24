// Figures of retrieval on a set small enough to count by hand.
import { expect, it } from 'vitest';
import { openMemoryKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/memory-index.ts';
import { evalRetrieval } from './evaluate.ts';

it('counts hits by their rank', async () => {
  let now = 0;
  const figures = await evalRetrieval(
    await openMemoryKnowledgeIndex(),
    {
      passages: [
        { pid: '1', text: 'apple apple banana', title: 'Fruit' },
        { pid: '2', text: 'apple cherry' },
        { pid: '3', text: '退款政策' },
      ],
      questions: [
        { question: 'cherry', pid: '2' },
        { question: '退款', pid: '3' },
        { question: 'banana', pid: '2' },
        { question: 'apple fruit', pid: '2' },
      ],
    },
    () => (now += 2),
  );
  expect(figures).toEqual({ recallAt1: 0.5, recallAt5: 0.75, mrrAt10: 0.625, p50Ms: 2, n: 4 });
});
