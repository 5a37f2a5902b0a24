// Questions with approved answers: written by people, found by any of their wordings.
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

/** What a person writes. */
export type QuestionDraft = Readonly<Static<typeof SaveQuestionSchema>>;

/** Questions. Unknown ids fail with RESOURCE_NOT_FOUND. */
export interface Questions {
  /** Newest change first; `q` keeps those whose question, wordings or answer hold it. */
  list(workspaceId: string, baseId: string, q?: string): Promise<readonly Question[]>;
  /** `origin`: the list that brought it; null unless told. */
  create(workspaceId: string, baseId: string, draft: QuestionDraft, origin?: QuestionOrigin | null): Promise<Question>;
  replace(workspaceId: string, questionId: string, draft: QuestionDraft): Promise<Question>;
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
    if (question.question === '' || question.answer === '') {
      throw new FlowError('REQUEST_INVALID', 'Write a question and an answer; blanks alone are not enough.');
    }
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
    async replace(workspaceId, questionId, draft) {
      const known = await find(workspaceId, questionId);
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
