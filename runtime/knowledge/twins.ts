// Questions of a base that ask the same: found a little at a time, so that nobody waits and customers are served meanwhile.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#runtime/ports/clock.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { StoredQuestion } from '#runtime/ports/knowledge-store.ts';

/** Questions looked at for twins, newest change first; each is one search. */
const MAX_COMPARED = 500;
/** What one look may take; the next one goes on. */
const BUDGET_MS = 1500;
/** How much of a twin's words, and of its meaning, must be the same. */
const SAME_WORDS = 0.8;
const SAME_MEANING = 0.85;
/** Bases of which is remembered how far the comparison came. */
const REMEMBERED = 20;

/** Two questions that ask the same; `conflict`: with different answers. */
export interface Twins {
  readonly first: StoredQuestion;
  readonly second: StoredQuestion;
  readonly conflict: boolean;
}

/** What was found so far. */
export interface TwinsFound {
  /** Different answers first. */
  readonly twins: readonly Twins[];
  readonly compared: number;
  /** How many are going to be compared. */
  readonly toCompare: number;
}

interface Progress {
  readonly signature: string;
  readonly pairs: Map<string, Twins>;
  next: number;
}

/** Looks for twins. The next look at the same questions goes on where this one ended. */
export function createTwins(deps: {
  readonly index: KnowledgeIndex;
  readonly clock: Pick<Clock, 'now'>;
}): (workspaceId: string, baseId: string, questions: readonly StoredQuestion[]) => Promise<TwinsFound> {
  const { index, clock } = deps;
  const known = new Map<string, Progress>();

  function progressOf(key: string, signature: string): Progress {
    const before = known.get(key);
    const progress = before?.signature === signature ? before : { signature, pairs: new Map<string, Twins>(), next: 0 };
    known.delete(key);
    known.set(key, progress);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return progress;
  }

  async function look(
    place: { readonly workspaceId: string; readonly baseId: string },
    question: StoredQuestion,
    byId: ReadonlyMap<string, StoredQuestion>,
    pairs: Map<string, Twins>,
  ): Promise<void> {
    const { workspaceId, baseId } = place;
    const query = { text: question.question, baseIds: [baseId], topK: 4, offline: true };
    for (const hit of await index.search(workspaceId, query)) {
      const other = byId.get(hit.passageId);
      const isTwin = hit.why.title >= SAME_WORDS && hit.why.meaning >= SAME_MEANING;
      if (other === undefined || other.id === question.id || !isTwin) continue;
      const key = [question.id, other.id].sort().join(' ');
      const conflict = plain(question.answer) !== plain(other.answer);
      if (!pairs.has(key)) pairs.set(key, { first: question, second: other, conflict });
    }
  }

  return async (workspaceId, baseId, questions) => {
    const byId = new Map(questions.map((question) => [question.id, question]));
    const newest = questions.slice(0, MAX_COMPARED);
    const progress = progressOf(`${workspaceId} ${baseId}`, signatureOf(questions));
    const until = clock.now() + BUDGET_MS;
    while (progress.next < newest.length && clock.now() < until) {
      const question = newest[progress.next];
      progress.next += 1;
      if (question !== undefined) await look({ workspaceId, baseId }, question, byId, progress.pairs);
      // A search is work for the processor; customers get their turn in between.
      await setImmediate();
    }
    return {
      twins: [...progress.pairs.values()].sort((a, b) => Number(b.conflict) - Number(a.conflict)),
      compared: Math.min(progress.next, newest.length),
      toCompare: newest.length,
    };
  };
}

/** Changes with every question that comes, goes or is changed. */
function signatureOf(questions: readonly StoredQuestion[]): string {
  return `${String(questions.length)} ${String(questions[0]?.updatedAt)} ${questions[0]?.id ?? ''}`;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{P}]+/gu, '')
    .toLowerCase();
}
