// Questions with approved answers: written by people, found by any of their wordings.
import { setImmediate } from 'node:timers/promises';
import type { Static } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Question, SaveQuestionSchema } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { IndexedPassage, KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import {
  NO_RULES,
  type KnowledgeStore,
  type QuestionOrigin,
  type StoredQuestion,
} from '#runtime/ports/knowledge-store.ts';
import { indexedRules, shownRules, storedRules } from './rules.ts';

/** Questions stored between two turns for others. */
const AT_ONCE = 16;

/** What a person writes. */
export type QuestionDraft = Readonly<Static<typeof SaveQuestionSchema>>;

/** Questions. Unknown ids fail with RESOURCE_NOT_FOUND. */
export interface Questions {
  /** Newest change first; `q` keeps those whose question, wordings or answer hold it. */
  list(workspaceId: string, baseId: string, q?: string): Promise<readonly Question[]>;
  /** `origin`: the list that brought it; null unless told. */
  create(workspaceId: string, baseId: string, draft: QuestionDraft, origin?: QuestionOrigin | null): Promise<Question>;
  /** Creates many, all or (when one is blank) none, and has them found in one go. */
  createAll(
    workspaceId: string,
    baseId: string,
    drafts: readonly { readonly draft: QuestionDraft; readonly origin: QuestionOrigin | null }[],
  ): Promise<void>;
  /** `seen`: the `updatedAt` the writer knows; REVISION_CONFLICT when somebody changed it since. */
  replace(workspaceId: string, questionId: string, draft: QuestionDraft, seen?: string): Promise<Question>;
  remove(workspaceId: string, questionId: string): Promise<void>;
}

/** Questions over the stores. */
export function createQuestions(deps: {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly clock: Clock;
}): Questions {
  const { store, index, clock } = deps;

  async function save(
    workspaceId: string,
    id: string,
    baseId: string,
    draft: QuestionDraft,
    known?: StoredQuestion,
    origin: QuestionOrigin | null = known?.origin ?? null,
  ): Promise<Question> {
    const question = { ...draftedQuestion(draft, { id, baseId, now: clock.now(), known }), origin };
    assertSaysSomething(question);
    await store.questions.save(workspaceId, question);
    if (question.disabled) await index.dropPassage(workspaceId, id);
    else await index.upsert(workspaceId, [indexedQuestion(question)]);
    return questionFromStored(question);
  }

  async function find(workspaceId: string, questionId: string): Promise<StoredQuestion> {
    const known = await store.questions.get(workspaceId, questionId);
    if (known === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such question in this workspace.');
    return known;
  }

  async function assertBase(workspaceId: string, baseId: string): Promise<void> {
    if ((await store.bases.get(workspaceId, baseId)) !== undefined) return;
    throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
  }

  return {
    async list(workspaceId, baseId, q = '') {
      await assertBase(workspaceId, baseId);
      const wanted = q.trim().toLowerCase();
      return (await store.questions.list(workspaceId, baseId))
        .filter(({ question, similar, answer }) =>
          [question, ...similar, answer].some((text) => text.toLowerCase().includes(wanted)),
        )
        .map(questionFromStored);
    },
    async create(workspaceId, baseId, draft, origin) {
      await assertBase(workspaceId, baseId);
      return save(workspaceId, clock.id(), baseId, draft, undefined, origin);
    },
    async createAll(workspaceId, baseId, drafts) {
      await assertBase(workspaceId, baseId);
      const all = drafts.map(({ draft, origin }) => ({
        ...draftedQuestion(draft, { id: clock.id(), baseId, now: clock.now(), known: undefined }),
        origin,
      }));
      all.forEach(assertSaysSomething);
      for (const [at, question] of all.entries()) {
        await store.questions.save(workspaceId, question);
        // Thousands can come in at once; customers get their turn in between.
        if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
      }
      await index.upsert(workspaceId, all.filter(({ disabled }) => !disabled).map(indexedQuestion));
    },
    async replace(workspaceId, questionId, draft, seen) {
      const known = await find(workspaceId, questionId);
      if (seen !== undefined && new Date(known.updatedAt).toISOString() !== seen) throw changedMeanwhile();
      return save(workspaceId, known.id, known.baseId, draft, known);
    },
    async remove(workspaceId, questionId) {
      const { origin } = await find(workspaceId, questionId);
      const site = origin === null ? undefined : await store.sites.get(workspaceId, origin.siteId);
      // What a person deletes does not come back with the list.
      if (origin !== null && site !== undefined && !site.excluded.includes(origin.key)) {
        await store.sites.change(workspaceId, site.id, { excluded: [...site.excluded, origin.key] });
      }
      await index.dropPassage(workspaceId, questionId);
      await store.questions.remove(workspaceId, questionId);
    },
  };
}

function assertSaysSomething({ question, answer }: StoredQuestion): void {
  if (question !== '' && answer !== '') return;
  throw new FlowError('REQUEST_INVALID', 'Write a question and an answer; blanks alone are not enough.');
}

function changedMeanwhile(): FlowError {
  const message = {
    'zh-CN': '这条问答刚刚在别处被修改过，您的修改还没有保存。请先看看现在的内容，再决定用哪一份。',
    en: 'This question was just changed elsewhere, and what you wrote is not saved yet. Look at what it says now, then decide which one to keep.',
  };
  return new FlowError('REVISION_CONFLICT', message.en, { message });
}

/** A question as a draft would store it; what the draft leaves out is as it was. */
export function draftedQuestion(
  draft: QuestionDraft,
  place: {
    readonly id: string;
    readonly baseId: string;
    readonly now: number;
    readonly known: StoredQuestion | undefined;
  },
): StoredQuestion {
  const { id, baseId, now, known } = place;
  return {
    id,
    baseId,
    question: draft.question.trim(),
    similar: [...new Set(draft.similar.map((wording) => wording.trim()))].filter((wording) => wording !== ''),
    answer: draft.answer.trim(),
    mode: draft.mode ?? known?.mode ?? 'exact',
    negative: draft.negative ?? known?.negative ?? [],
    rules: draft.rules === undefined ? (known?.rules ?? NO_RULES) : storedRules(draft.rules),
    disabled: draft.disabled ?? known?.disabled ?? false,
    origin: known?.origin ?? null,
    updatedAt: now,
  };
}

/** A question as the index takes it. */
export function indexedQuestion(question: StoredQuestion): IndexedPassage {
  return {
    id: question.id,
    baseId: question.baseId,
    sourceId: `questions-${question.baseId}`,
    title: question.question,
    text: question.question,
    answer: question.answer,
    alternatives: question.similar,
    mode: question.mode,
    negative: question.negative,
    ...indexedRules(question.rules),
  };
}

/** What people wrote of a question, as it is shown and as it travels. */
export function shownQuestion(question: StoredQuestion) {
  return {
    question: question.question,
    similar: [...question.similar],
    answer: question.answer,
    mode: question.mode,
    negative: [...question.negative],
    rules: shownRules(question.rules),
    disabled: question.disabled,
  };
}

function questionFromStored(question: StoredQuestion): Question {
  return {
    id: question.id,
    baseId: question.baseId,
    ...shownQuestion(question),
    updatedAt: new Date(question.updatedAt).toISOString(),
    siteId: question.origin?.siteId ?? null,
  };
}
