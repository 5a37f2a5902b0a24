// A whole base as one file, out and in again.
import { FlowError } from '#nodes/kit/errors.ts';
import type { BaseFile, KnowledgeBase } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { KnowledgeReviewStore } from '#runtime/ports/knowledge-review.ts';
import type { KnowledgeStore } from '#runtime/ports/knowledge-store.ts';
import type { Bases } from './bases.ts';
import { markdownFromPassages } from './packs.ts';
import { isFindable } from './ingestion.ts';
import type { Questions } from './questions.ts';
import { shownRules } from './rules.ts';
import type { Sources } from './sources.ts';

/** Files of bases. */
export interface BaseFiles {
  /** RESOURCE_NOT_FOUND for an unknown base. Documents travel as text; what is switched off stays behind, questions excepted. */
  write(workspaceId: string, baseId: string): Promise<BaseFile>;
  /** Makes a new base of a file; its documents are read in the background. When anything is refused, nothing of it stays. */
  read(workspaceId: string, file: BaseFile): Promise<KnowledgeBase>;
}

/** Files over the room's own parts. */
export function createBaseFiles(deps: {
  readonly store: KnowledgeStore;
  readonly review: KnowledgeReviewStore;
  readonly clock: Clock;
  readonly bases: Bases;
  readonly sources: Sources;
  readonly questions: Questions;
}): BaseFiles {
  const { store, review, clock, bases, sources, questions } = deps;

  async function fill(workspaceId: string, baseId: string, file: BaseFile): Promise<void> {
    for (const question of file.questions) await questions.create(workspaceId, baseId, question);
    // The list shows the newest first: the last document of the file is added last.
    for (const { name, text, rules } of [...file.documents].reverse()) {
      await sources.paste(workspaceId, baseId, { name, text, rules });
    }
    for (const check of file.checks) {
      // The item has another id here; it is known again by its text.
      await review.checks.save(workspaceId, {
        ...check,
        id: clock.id(),
        baseId,
        expectedId: '',
        createdAt: clock.now(),
      });
    }
  }

  return {
    async write(workspaceId, baseId) {
      const base = await store.bases.get(workspaceId, baseId);
      if (base === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
      }
      const documents: BaseFile['documents'] = [];
      for (const { id, name, rules, page } of await store.sources.list(workspaceId, baseId)) {
        if (!isFindable({ page })) continue;
        const passages = await store.passages.list(workspaceId, id);
        const text = markdownFromPassages(passages.filter(({ disabled }) => !disabled));
        if (text !== '') documents.push({ name, text, rules: shownRules(rules) });
      }
      return {
        format: 'tandem-knowledge-1',
        name: base.name,
        description: base.description,
        documents,
        questions: (await store.questions.list(workspaceId, baseId)).map((question) => ({
          question: question.question,
          similar: [...question.similar],
          answer: question.answer,
          mode: question.mode,
          negative: [...question.negative],
          rules: shownRules(question.rules),
          disabled: question.disabled,
        })),
        checks: (await review.checks.list(workspaceId, baseId)).map(
          ({ question, expectedTitle, expectedText, wanted }) => ({ question, expectedTitle, expectedText, wanted }),
        ),
      };
    },
    async read(workspaceId, file) {
      const { id } = await bases.create(workspaceId, { name: file.name, description: file.description });
      try {
        await fill(workspaceId, id, file);
      } catch (refusal) {
        await bases.remove(workspaceId, id);
        throw refusal;
      }
      return bases.get(workspaceId, id);
    },
  };
}
