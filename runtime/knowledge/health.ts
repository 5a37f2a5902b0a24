// What needs a person's eye in a base: asked in vain, never used, saying the same twice, at its end.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Health } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeReviewStore } from '#runtime/ports/knowledge-review.ts';
import type { KnowledgeStore, StoredQuestion, StoredSource } from '#runtime/ports/knowledge-store.ts';
import { createTwins } from './twins.ts';

const GAPS = 50;
const SOON_MS = 14 * 86_400_000;

type Item = Health['neverUsed'][number];

/** Health of bases. */
export interface HealthViews {
  /** RESOURCE_NOT_FOUND for an unknown base. */
  of(workspaceId: string, baseId: string): Promise<Health>;
  /** Takes a vain question off the list. */
  dismiss(workspaceId: string, question: string): Promise<void>;
}

/** Views over the stores. */
export function createHealth(deps: {
  readonly store: KnowledgeStore;
  readonly review: KnowledgeReviewStore;
  readonly index: KnowledgeIndex;
  readonly clock: Clock;
}): HealthViews {
  const { store, review, index, clock } = deps;
  const twinsOf = createTwins({ index, clock });
  return {
    async of(workspaceId, baseId) {
      if ((await store.bases.get(workspaceId, baseId)) === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
      }
      const questions = (await store.questions.list(workspaceId, baseId)).filter(({ disabled }) => !disabled);
      const sources = (await store.sources.list(workspaceId, baseId)).filter(({ state }) => state === 'ready');
      const { twins, compared, toCompare } = await twinsOf(workspaceId, baseId, questions);
      const gaps = await review.gaps(workspaceId, baseId, GAPS);
      return {
        unanswered: gaps.map(({ askedAt, ...gap }) => ({ ...gap, askedAt: new Date(askedAt).toISOString() })),
        neverUsed: neverUsed(
          questions,
          sources,
          (await review.uses(workspaceId)).map(({ itemId }) => itemId),
        ),
        alike: twins.map(({ first, second, conflict }) => ({ first: itemOf(first), second: itemOf(second), conflict })),
        compared,
        toCompare,
        expiring: expiringOf([...questions, ...sources], clock.now()),
        reading: await readingOf(index, workspaceId),
      };
    },
    dismiss: (workspaceId, question) => review.forgetGap(workspaceId, question),
  };
}

async function readingOf(index: KnowledgeIndex, workspaceId: string): Promise<Health['reading']> {
  const reading = await index.serverReading(workspaceId);
  return reading === undefined ? null : { ...reading, problem: reading.problem ?? '' };
}

function neverUsed(
  questions: readonly StoredQuestion[],
  sources: readonly StoredSource[],
  used: readonly string[],
): Health['neverUsed'] {
  const known = new Set(used);
  // A passage's id is that of its source and its place in it.
  const usedSources = new Set(used.map((id) => id.replace(/-\d+$/, '')));
  return [
    ...sources.filter(({ id }) => !usedSources.has(id)).map(itemOf),
    ...questions.filter(({ id }) => !known.has(id)).map(itemOf),
  ];
}

function expiringOf(items: readonly (StoredQuestion | StoredSource)[], now: number): Health['expiring'] {
  return items
    .flatMap((item) => {
      const { endsAt } = item.rules;
      return endsAt === null || endsAt > now + SOON_MS ? [] : [{ item, endsAt }];
    })
    .sort((a, b) => a.endsAt - b.endsAt)
    .map(({ item, endsAt }) => ({
      item: itemOf(item),
      endsAt: new Date(endsAt).toISOString(),
      expired: endsAt <= now,
    }));
}

function itemOf(item: StoredQuestion | StoredSource): Item {
  return 'question' in item
    ? { id: item.id, kind: 'question', title: item.question }
    : { id: item.id, kind: 'source', title: item.name };
}
