// Notes after a customer's question what answered it, or that nothing did.
import type { EffectRequests, KnowledgeHit } from '#nodes/kit/effects.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { KnowledgeReviewStore } from '#runtime/ports/knowledge-review.ts';
import { DEFAULT_MIN_SCORE } from './retrieval.ts';

const QUESTION_CHARS = 300;

/** Counts the best hit when it is sure enough for the flow, else the question among those asked in vain. */
export async function noteUse(
  { review, clock }: { readonly review: KnowledgeReviewStore; readonly clock: Clock },
  workspaceId: string,
  request: EffectRequests['knowledge.search'],
  hits: readonly KnowledgeHit[],
): Promise<void> {
  const [best] = hits;
  const at = clock.now();
  // A flow that takes any hit still wants to know what was not really answered.
  const line = Math.max(request.minScore, DEFAULT_MIN_SCORE);
  if (best !== undefined && best.score >= line) return review.used(workspaceId, best.passageId, at);
  const question = masked(request.question);
  if (!/[\p{L}\p{N}]{2}/u.test(question)) return;
  for (const baseId of request.baseIds.length === 0 ? [''] : request.baseIds) {
    await review.missed(workspaceId, baseId, { question, confidence: best?.score ?? 0, askedAt: at });
  }
}

/** Numbers that name a person or an order, and addresses of mail, are not kept. */
function masked(question: string): string {
  return question
    .normalize('NFKC')
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '•••')
    .replace(/\d[\d -]{4,}\d/g, '•••')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, QUESTION_CHARS);
}
