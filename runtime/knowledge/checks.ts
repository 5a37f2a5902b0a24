// Question sets: what a base must answer, asked as a customer would, now and with a change that is not made yet.
import { setImmediate } from 'node:timers/promises';
import type { Static } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import type {
  Check,
  Checked,
  CheckRun,
  Compared,
  CompareChangeSchema,
  SaveCheckSchema,
} from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { IndexedPassage, KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeReviewStore, StoredCheck } from '#runtime/ports/knowledge-review.ts';
import type { KnowledgeStore, StoredPassage, StoredRules, StoredSource } from '#runtime/ports/knowledge-store.ts';
import { contentOf } from './base-content.ts';
import { indexedPassage } from './ingestion.ts';
import { draftedQuestion, indexedQuestion } from './questions.ts';
import { DEFAULT_MIN_SCORE, retrieve } from './retrieval.ts';
import { indexedRules, storedRules } from './rules.ts';

/** Question sets. Unknown ids fail with RESOURCE_NOT_FOUND. */
export interface Checks {
  list(workspaceId: string, baseId: string): Promise<readonly Check[]>;
  /** Judges a hit; the same question with the same hit is judged anew. */
  save(workspaceId: string, baseId: string, draft: Readonly<Static<typeof SaveCheckSchema>>): Promise<Check>;
  remove(workspaceId: string, checkId: string): Promise<void>;
  run(workspaceId: string, baseId: string): Promise<CheckRun>;
  /** What a change would do; nothing is stored. INGEST_LIMIT for a base too large to try it on. */
  compare(workspaceId: string, baseId: string, change: Readonly<Static<typeof CompareChangeSchema>>): Promise<Compared>;
  /** What other passages of a source would do; nothing is stored. */
  compareContent(workspaceId: string, source: StoredSource, passages: readonly StoredPassage[]): Promise<Compared>;
}

/** What question sets lean on. */
export interface ChecksDeps {
  readonly store: KnowledgeStore;
  readonly review: KnowledgeReviewStore;
  readonly index: KnowledgeIndex;
  /** An empty index beside the real one, to try a change on. */
  readonly scratchIndex: () => Promise<KnowledgeIndex>;
  readonly clock: Clock;
}

const TOP = 10;
/** Entries that are copied to try a change: a few seconds. */
const MAX_TRIED = 5_000;

/** Question sets over the stores. */
export function createChecks(deps: ChecksDeps): Checks {
  const { store, review, index, clock } = deps;

  async function assertBase(workspaceId: string, baseId: string): Promise<void> {
    if ((await store.bases.get(workspaceId, baseId)) !== undefined) return;
    throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
  }

  async function resultsOn(tried: KnowledgeIndex, workspaceId: string, baseId: string): Promise<readonly Checked[]> {
    const results: Checked[] = [];
    for (const check of await review.checks.list(workspaceId, baseId)) {
      results.push(await askedOn(tried, workspaceId, check, clock.now()));
      // Customers get their turn between two questions of a long set.
      await setImmediate();
    }
    return results;
  }

  /** The question set on what stands now, and on what would. */
  async function tried(
    workspaceId: string,
    baseId: string,
    change: (content: readonly IndexedPassage[]) => readonly IndexedPassage[] | Promise<readonly IndexedPassage[]>,
  ): Promise<Compared> {
    const before = await resultsOn(index, workspaceId, baseId);
    if (before.length === 0) return { better: [], worse: [], total: 0, passedBefore: 0, passedAfter: 0 };
    const content = await contentOf(store, workspaceId, baseId);
    if (content.length > MAX_TRIED) throw tooLarge();
    const scratch = await deps.scratchIndex();
    await scratch.upsert(workspaceId, await change(content));
    return comparison(before, await resultsOn(scratch, workspaceId, baseId));
  }

  return {
    async list(workspaceId, baseId) {
      await assertBase(workspaceId, baseId);
      return (await review.checks.list(workspaceId, baseId)).map(checkFromStored);
    },
    async save(workspaceId, baseId, { question, expectedId, wanted }) {
      await assertBase(workspaceId, baseId);
      const expected = (await contentOf(store, workspaceId, baseId)).find(({ id }) => id === expectedId);
      if (expected === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such passage or question in this base.');
      }
      const check: StoredCheck = {
        id: clock.id(),
        baseId,
        question: question.trim(),
        expectedId,
        expectedTitle: expected.title.slice(0, 500),
        expectedText: expected.text.slice(0, 20_000),
        wanted,
        createdAt: clock.now(),
      };
      await review.checks.save(workspaceId, check);
      return checkFromStored(check);
    },
    async remove(workspaceId, checkId) {
      if (await review.checks.remove(workspaceId, checkId)) return;
      throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such question in a question set.');
    },
    async run(workspaceId, baseId) {
      await assertBase(workspaceId, baseId);
      const results = await resultsOn(index, workspaceId, baseId);
      return { results: [...results], passed: passedOf(results), total: results.length };
    },
    async compare(workspaceId, baseId, { questionId, save, remove = [], rules }) {
      await assertBase(workspaceId, baseId);
      return tried(workspaceId, baseId, async (content) => {
        const known = questionId === undefined ? undefined : await store.questions.get(workspaceId, questionId);
        const gone = new Set([...remove, ...(questionId === undefined ? [] : [questionId])]);
        const kept = content
          .filter(({ id, sourceId }) => !gone.has(id) && !gone.has(sourceId))
          .map((entry) => (entry.sourceId === rules?.sourceId ? underRules(entry, storedRules(rules.rules)) : entry));
        if (save === undefined) return kept;
        const drafted = draftedQuestion(save, { id: questionId ?? 'new', baseId, now: clock.now(), known });
        return drafted.disabled ? kept : [...kept, indexedQuestion(drafted)];
      });
    },
    compareContent: (workspaceId, source, passages) =>
      tried(workspaceId, source.baseId, (content) => [
        ...content.filter(({ sourceId }) => sourceId !== source.id),
        ...passages.filter(({ disabled }) => !disabled).map((passage) => indexedPassage(source, passage)),
      ]),
  };
}

function underRules(entry: IndexedPassage, rules: StoredRules): IndexedPassage {
  const { startsAt: _from, endsAt: _until, ...lasting } = entry;
  return { ...lasting, ...indexedRules(rules) };
}

/** Asks one question. The expected item answers when it is the best hit and sure enough. */
async function askedOn(index: KnowledgeIndex, workspaceId: string, check: StoredCheck, at: number): Promise<Checked> {
  const request = { question: check.question, baseIds: [check.baseId], topK: TOP, minScore: DEFAULT_MIN_SCORE };
  const { hits, confidence } = await retrieve(index, workspaceId, request, { modelAvailable: false, at });
  const rank = hits.findIndex((hit) => hit.passageId === check.expectedId || hit.text === check.expectedText) + 1;
  const answers = confidence >= DEFAULT_MIN_SCORE;
  return {
    check: checkFromStored(check),
    passed: check.wanted ? answers && rank === 1 : !(answers && rank === 1),
    rank,
    confidence,
    answerTitle: answers ? (hits[0]?.title ?? '') : '',
  };
}

function comparison(before: readonly Checked[], after: readonly Checked[]): Compared {
  const changed = after.filter((now, at) => now.passed !== before[at]?.passed);
  return {
    better: changed.filter(({ passed }) => passed),
    worse: changed.filter(({ passed }) => !passed),
    total: after.length,
    passedBefore: passedOf(before),
    passedAfter: passedOf(after),
  };
}

function passedOf(results: readonly Checked[]): number {
  return results.filter(({ passed }) => passed).length;
}

function checkFromStored({ expectedText: _, createdAt, ...check }: StoredCheck): Check {
  return { ...check, createdAt: new Date(createdAt).toISOString() };
}

function tooLarge(): FlowError {
  const message = {
    'zh-CN': '知识库内容过多，无法预先比较。可以保存后再运行测试题。',
    en: 'The base holds too much to try the change first. Save it, then run the question set.',
  };
  return new FlowError('INGEST_LIMIT', message.en, { message });
}
