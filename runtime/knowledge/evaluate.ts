// Measures retrieval on labelled questions, through the same index the chat uses.
import { setTimeout } from 'node:timers/promises';
import { FlowError } from '#nodes/kit/errors.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';

/** Passages and questions as in the public data sets: each question names the passage that answers it. */
export interface RetrievalSet {
  readonly passages: readonly {
    readonly pid: string;
    readonly text: string;
    readonly title?: string;
    /** Set for a question-answer pair; `text` is the question then. */
    readonly answer?: string;
  }[];
  readonly questions: readonly { readonly question: string; readonly pid: string }[];
}

/** Recall and mean reciprocal rank are 0..1; `p50Ms` is the median time of one search. */
export interface RetrievalFigures {
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly mrrAt10: number;
  readonly p50Ms: number;
  readonly n: number;
}

const WORKSPACE = 'evaluation';
const BASE = 'evaluation';
const LOOK_AGAIN_MS = 200;

/** Fills the (empty) index and asks every question. `elapsedMs` is a monotonic clock. */
export async function evalRetrieval(
  index: KnowledgeIndex,
  { passages, questions }: RetrievalSet,
  elapsedMs: () => number,
): Promise<RetrievalFigures> {
  await index.upsert(
    WORKSPACE,
    passages.map(({ pid, text, title, answer }) => ({
      id: pid,
      baseId: BASE,
      sourceId: BASE,
      title: title ?? (answer === undefined ? '' : text),
      text,
      ...(answer === undefined ? {} : { answer }),
    })),
  );
  await readByServer(index);
  const ranks: number[] = [];
  const times: number[] = [];
  for (const { question, pid } of questions) {
    const started = elapsedMs();
    const hits = await index.search(WORKSPACE, { text: question, baseIds: [BASE], topK: 10 });
    times.push(elapsedMs() - started);
    ranks.push(hits.findIndex((hit) => hit.passageId === pid) + 1);
  }
  const share = (within: number) =>
    ranks.filter((rank) => rank > 0 && rank <= within).length / Math.max(ranks.length, 1);
  const reciprocal = ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0);
  return {
    recallAt1: share(1),
    recallAt5: share(5),
    mrrAt10: reciprocal / Math.max(ranks.length, 1),
    p50Ms: median(times),
    n: questions.length,
  };
}

/** Waits until an embeddings server, if there is one, has read all: the figures would be those of the bundled tables. Fails when it cannot. */
async function readByServer(index: KnowledgeIndex): Promise<void> {
  for (;;) {
    const reading = await index.serverReading(WORKSPACE);
    if (reading === undefined || reading.ready) return;
    if (reading.problem !== undefined) throw new FlowError('MODEL_UNAVAILABLE', reading.problem);
    await setTimeout(LOOK_AGAIN_MS);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
